import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { pathIn } from './path.ts'

const missed = (texts: readonly string[]): string[] => texts.filter((text) => !pathIn(text).is)
const wrong = (texts: readonly string[]): string[] => texts.filter((text) => pathIn(text).is)

test('steps above the start, files of the system and wrappers are seen', () => {
  assert.deepEqual(
    missed([
      `../../../../etc/hosts`,
      `..\\..\\..\\a`,
      `....//....//....//a`,
      `..;/..;/admin`,
      `img/../../../a`,
      `/a/b/../../../../c`,
      `../wp-config.php`,
      `/etc/hosts`,
      `/etc//./shadow`,
      `file:///etc/hosts`,
      `/proc/self/environ`,
      `c:\\windows\\win.ini`,
      `c:/boot.ini`,
      `/var/log/nginx/access.log`,
      `php://filter/resource=a`,
      `phar://a.jpg/b`,
      `zip://a.jpg%23b`,
      `expect://id`,
      `../a.php\u0000.jpg`,
      `/etc/pass[w]d`,
      `.git/config`,
      `WEB-INF/web.xml`,
    ]),
    [],
  )
})

test('what pages carry is no path that leaves its folder', () => {
  assert.deepEqual(
    wrong([
      `a/../b.css`,
      `../index.html`,
      `well..maybe..yes`,
      `v1.0...v2.0`,
      `/home/me`,
      `/shop/shoes/42`,
      `docs/etc-hosts-explained`,
      `edit /etc/hosts on mac`,
      `and/or`,
      `24/7`,
      `https://h.example/a/b`,
      `12:30`,
      `...`,
      `and so on.../`,
      `C: drive`,
      `.net`,
      `a.b.c`,
      `what is ../ in a path`,
    ]),
    [],
  )
})
