import { strict as assert } from 'node:assert'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { folder, tripline, triplineProcess } from './tripline.ts'

const files = {
  'sigma/wibble.yml': `title: Wibbles
logsource:
  category: webserver
detection:
  selection:
    cs-uri-query|contains: wibble
  condition: selection
level: high
`,
  'crs/rules.conf': `SecRule ARGS_GET:q "@contains wobble" "id:100001,phase:2,deny,severity:CRITICAL,msg:'Wobbles'"
SecRule REQUEST_BODY "@contains wobble" "id:100002,phase:2,deny,msg:'Wobbles in a body'"
`,
  'crowdsec/scenarios/wabble.yaml': `type: trigger
name: me/wabble
description: "Wabbles"
filter: "evt.Meta.log_type == 'http_access-log' && evt.Parsed.request contains 'wabble'"
groupby: evt.Meta.source_ip
labels:
  remediation: true
`,
  'fail2ban/filter.d/wubble.conf': `[Definition]
failregex = ^\\s*wubble refused <HOST>\\s*$
`,
  'fail2ban/jail.conf': `[DEFAULT]
maxretry = 3
[wubble]
enabled = true
filter = wubble
`,
}

function rules(more: Readonly<Record<string, string>> = {}): string {
  const cwd = folder()
  for (const [name, text] of Object.entries({ ...files, ...more })) {
    mkdirSync(join(cwd, dirname(name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
  }
  return cwd
}

function lineOf(target: string): string {
  return `203.0.113.9 - - [21/Nov/2026:06:03:20 +0000] "GET ${target} HTTP/1.1" 200 153 "-" "Mozilla/5.0"\n`
}

interface Scored {
  readonly findings: readonly { readonly detector: string }[]
}

describe('rules of others', () => {
  test('all kinds load from one folder, told by what is in the files, and find', async () => {
    const cwd = rules()
    const requests = ['/?a=wibble', '/?q=wobble', '/wabble', '/'].map(lineOf).join('')
    const failed = '2026-11-21 06:04:00 wubble refused 203.0.113.7\n'
    writeFileSync(join(cwd, 'a.log'), requests + failed.repeat(3))
    const { code, out, err } = await tripline(['score', 'a.log', '--rules', '.'], { cwd })
    assert.equal(code, 0, err)
    const detectors = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as Scored).findings.map(({ detector }) => detector))
    assert.deepEqual(detectors, [
      ['sigma/wibble'],
      ['crs'],
      ['me/wabble'],
      [],
      [],
      [],
      ['fail2ban/wubble'],
    ])
  })

  test('a file alone brings what it needs from beside it', async () => {
    const cwd = rules()
    for (const [path, name] of [
      ['sigma/wibble.yml', 'wibble'],
      ['crs/rules.conf', 'crs/100001'],
      ['crowdsec/scenarios/wabble.yaml', 'me/wabble'],
      ['fail2ban/jail.conf', 'fail2ban/wubble'],
    ] as const) {
      const { code, out, err } = await tripline(['list', 'rules', '--rules', path, '--json'], {
        cwd,
      })
      assert.equal(code, 0, err)
      const listed = JSON.parse(out) as { name: string; origin: string }[]
      const found = listed.find((one) => one.name === name)
      assert.ok(found && found.origin !== 'shipped', path)
    }
  })

  test('code for rules that nobody names is not loaded', async () => {
    const told =
      "import{registerHooks}from'node:module';registerHooks({load(u,c,n){console.error(u);return n(u,c)}})"
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(told)}`
    const cwd = rules()
    writeFileSync(join(cwd, 'a.log'), lineOf('/'))
    const others =
      /src\/(?:detectors\/(?:crs|crowdsec|fail2ban)|cli\/rules\/(?!find|family)|config\/(?:document|tables|edit))/
    const plain = await triplineProcess(['score', 'a.log'], { cwd, env: { NODE_OPTIONS } })
    assert.match(plain.err, /src\/pipeline\/engine\.ts/)
    assert.doesNotMatch(plain.err, others)
    const named = ['score', 'a.log', '--rules', 'crs']
    const { err } = await triplineProcess(named, { cwd, env: { NODE_OPTIONS } })
    assert.match(err, /src\/detectors\/crs\/load\.ts/)
    assert.doesNotMatch(err, /src\/detectors\/(?:crowdsec|fail2ban)/)
  })

  test('check says how much works, what does not, and why', async () => {
    const cwd = rules()
    const { code, err } = await tripline(['check', '--rules', 'crs,crowdsec'], { cwd })
    assert.equal(code, 0)
    assert.match(err, /~ crs +2 rules: 1 work fully, 1 not at all/)
    assert.match(err, /REQUEST_BODY: bodies are not logged: crs\/100002 \(crs\/rules\.conf:2:1\)/)
    assert.match(err, /✓ crowdsec +1 rule: 1 work fully/)
    const { out } = await tripline(['check', '--rules', 'crs', '--json'], { cwd })
    const [crs] = (JSON.parse(out) as { others: { kind: string; unsupported: object[] }[] }).others
    assert.deepEqual(crs?.unsupported, [
      {
        name: 'crs/100002',
        file: 'crs/rules.conf',
        line: 2,
        column: 1,
        reason: 'REQUEST_BODY: bodies are not logged',
      },
    ])
  })

  test('adding CRS says what its rule on methods tells, and how to except it', async () => {
    const cwd = rules({
      'crs/methods.conf': `SecAction "id:900200,phase:1,pass,nolog,setvar:'tx.allowed_methods=GET HEAD'"
SecRule REQUEST_METHOD "!@within %{tx.allowed_methods}" "id:911100,phase:1,deny,severity:CRITICAL,msg:'Method is not allowed'"
`,
    })
    writeFileSync(join(cwd, 'a.log'), lineOf('/items/1').replace('GET', 'DELETE'))
    const { err } = await tripline(['rules', 'add', 'crs', 'crs'], { cwd })
    assert.match(err, /crs\/911100 tells PUT, DELETE .* tx\.allowed_methods, or except it/)
    const found = async (): Promise<number> => {
      const { out } = await tripline(['look', 'a.log', '--json'], { cwd })
      return (JSON.parse(out) as { alerts: object[] }).alerts.length
    }
    assert.equal(await found(), 1)
    const config = readFileSync(join(cwd, 'tripline.yaml'), 'utf8')
    const excepted = 'exceptions:\n  - { rule: crs/911100, route: "/items/{n}", reason: an API }\n'
    writeFileSync(join(cwd, 'tripline.yaml'), config + excepted)
    assert.equal(await found(), 0)
    writeFileSync(join(cwd, 'tripline.yaml'), config)
    const methods = join(cwd, 'crs/methods.conf')
    writeFileSync(methods, readFileSync(methods, 'utf8').replace('GET HEAD', 'GET HEAD DELETE'))
    assert.equal(await found(), 0)
  })

  test('mistakes of all kinds are told at once, each at its place; the rest loads when asked', async () => {
    const cwd = rules({
      'sigma/bad.yml': 'title: x\nlogsource:\n  category: webserver\ndetecton: 1\n',
      'crs/bad.conf': 'SecRule ARGS "@contians x" "id:1,phase:2,deny"\n',
      'crowdsec/bad.yaml': 'type: leaky\nname: a/b\nfilter: "evt.Meta. =="\n',
    })
    const strict = await tripline(['check', '--rules', '.,nowhere'], { cwd })
    assert.equal(strict.code, 3)
    for (const place of [
      'sigma/bad.yml:4:1',
      'crs/bad.conf:1:',
      'crowdsec/bad.yaml:1:',
      'nowhere  There is no',
    ])
      assert.ok(strict.err.includes(place), `${place}\n${strict.err}`)
    const lenient = await tripline(['list', 'rules', '--rules', '.', '--keep-going'], { cwd })
    assert.equal(lenient.code, 0)
    assert.match(lenient.err, /left out +sigma\/bad\.yml:4:1/)
    for (const name of ['sigma/wibble', 'crs/100001', 'me/wabble', 'fail2ban/wubble'])
      assert.match(lenient.out, new RegExp(`^${name} `, 'm'))
  })

  test('any of them can be disabled by name, and a name that is none is told', async () => {
    const cwd = rules()
    writeFileSync(join(cwd, 'a.log'), ['/?a=wibble', '/?q=wobble', '/wabble'].map(lineOf).join(''))
    const disable = 'rules.disable=sigma/wibble,crs/100001,me/wabble'
    const { out } = await tripline(['score', 'a.log', '--rules', '.', '--set', disable], { cwd })
    assert.doesNotMatch(out, /"detector"/)
    const wrong = await tripline(['check', '--rules', '.', '--set', 'rules.disable=me/wable'], {
      cwd,
    })
    assert.equal(wrong.code, 3)
    assert.match(wrong.err, /no rule "me\/wable"\. Did you mean me\/wabble\?/)
  })
})

describe('tripline rules', () => {
  test('add writes the path into the config and says what was loaded; remove takes it out', async () => {
    const cwd = rules()
    const config = join(cwd, 'tripline.yaml')
    writeFileSync(config, '# ours\nlateness: 30s # slow\n')
    const added = await tripline(['rules', 'add', 'crs', 'crs'], { cwd })
    assert.equal(added.code, 0, added.err)
    assert.match(added.err, /crs +2 rules: 1 work fully/)
    assert.match(added.err, /Added to tripline\.yaml: crs/)
    await tripline(['rules', 'add', 'crowdsec', 'crowdsec/'], { cwd })
    assert.equal(
      readFileSync(config, 'utf8'),
      '# ours\nlateness: 30s # slow\nrules:\n  paths:\n    - crs\n    - crowdsec/\n',
    )
    assert.match((await tripline(['rules', 'add', 'crs', './crs'], { cwd })).err, /already/)
    const { out } = await tripline(['rules', 'list'], { cwd })
    assert.equal(
      out,
      'crs       crs        1 files\ncrowdsec  crowdsec/  1 files\n'.replaceAll(
        '1 files',
        '1 file',
      ),
    )
    assert.equal((await tripline(['rules', 'remove', 'crowdsec'], { cwd })).code, 0)
    assert.equal(
      readFileSync(config, 'utf8'),
      '# ours\nlateness: 30s # slow\nrules:\n  paths:\n    - crs\n',
    )
  })

  test('a config is made where there is none', async () => {
    const cwd = rules()
    assert.equal((await tripline(['rules', 'add', 'sigma', 'sigma'], { cwd })).code, 0)
    assert.match(readFileSync(join(cwd, 'tripline.yaml'), 'utf8'), /^# yaml-language-server/)
    assert.match((await tripline(['list', 'rules'], { cwd })).out, /^wibble +high/m)
  })

  test('what cannot be added is told, and nothing is written', async () => {
    const cwd = rules({ 'sigma/bad.yml': 'title: x\n' })
    for (const [words, code, told] of [
      [['add', 'crs', 'crowdsec'], 2, /crowdsec holds crowdsec, not crs/],
      [['add', 'csr', 'crs'], 2, /Did you mean crs\?/],
      [['add', 'crs', 'none'], 2, /no such file/],
      [['add', 'sigma', 'sigma'], 3, /sigma\/bad\.yml:1:1/],
      [['remove', 'none'], 2, /names no rules at none/],
      [['ad'], 2, /Did you mean add\?/],
    ] as const) {
      const ran = await tripline(['rules', ...words], { cwd })
      assert.equal(ran.code, code, ran.err)
      assert.match(ran.err, told)
    }
    assert.throws(() => readFileSync(join(cwd, 'tripline.yaml')))
    assert.equal(
      (await tripline(['rules', 'add', 'sigma', 'sigma', '--keep-going'], { cwd })).code,
      0,
    )
    assert.equal((await tripline(['check'], { cwd })).code, 0)
  })
})
