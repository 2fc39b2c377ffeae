import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { Request } from '../../event/request.ts'
import { createProgram } from './engine/program.ts'
import { RequestValues } from './engine/request-values.ts'
import { runRules } from './engine/run.ts'
import { Transaction } from './engine/transaction.ts'
import { RuleJudge } from './judge.ts'
import { loadCrs } from './load.ts'
import { readRuleset } from './seclang/ruleset.ts'

const about: Partial<Request> = {
  client: '192.0.2.1',
  method: 'GET',
  target: '/',
  protocol: 'HTTP/1.1',
  status: 200,
  host: 'shop.example',
  agent: 'Mozilla/5.0',
}
const request = (fields: Partial<Request>): Request => Object.assign(new Request(), about, fields)
const programOf = (text: string) =>
  createProgram(readRuleset([{ name: 'a.conf', text }]).entries, {
    read: () => undefined,
    fixed: new Map(),
  })
const heldBy = (text: string, fields: Partial<Request>): readonly number[] =>
  new RuleJudge(programOf(text)).held(request(fields)).map(({ ready }) => ready.rule.id)

/** Rules of the form of the Core Rule Set: settings, levels, scores, a threshold. */
const core = `
SecAction "id:900,phase:1,pass,nolog,t:none,setvar:tx.blocking_paranoia_level=1"
SecRule &TX:detection_paranoia_level "@eq 0" \\
  "id:901,phase:1,pass,nolog,setvar:'tx.detection_paranoia_level=%{TX.blocking_paranoia_level}'"
SecRule &TX:critical_anomaly_score "@eq 0" "id:902,phase:1,pass,nolog,setvar:tx.critical_anomaly_score=5"
SecAction "id:903,phase:1,pass,nolog,setvar:tx.inbound_anomaly_score_threshold=5,\\
  setvar:tx.inbound_anomaly_score_pl1=0,setvar:tx.inbound_anomaly_score_pl2=0"
SecRule ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_HEADERS:User-Agent "@rx (?i)union\\s+select" \\
  "id:942,phase:2,block,capture,t:none,t:urlDecodeUni,t:replaceComments,msg:'SQL',severity:CRITICAL,\\
  tag:'attack-sqli',tag:'capec/1000/152/248/66',\\
  setvar:'tx.inbound_anomaly_score_pl1=+%{tx.critical_anomaly_score}'"
SecRule REQUEST_URI "@contains <script" \\
  "id:941,phase:2,block,t:none,t:urlDecode,t:lowercase,msg:'XSS',severity:CRITICAL,tag:'attack-xss',\\
  setvar:'tx.inbound_anomaly_score_pl1=+%{tx.critical_anomaly_score}'"
SecRule ARGS "@rx '" "id:920,phase:2,block,msg:'quote',severity:NOTICE,\\
  setvar:'tx.inbound_anomaly_score_pl1=+2'"
SecRule TX:DETECTION_PARANOIA_LEVEL "@lt 2" "id:950,phase:2,pass,nolog,skipAfter:END-CORE"
SecRule ARGS "@rx (?i)select" "id:943,phase:2,block,msg:'word',severity:CRITICAL,tag:'attack-sqli',\\
  setvar:'tx.inbound_anomaly_score_pl2=+%{tx.critical_anomaly_score}'"
SecMarker "END-CORE"
SecRule RESPONSE_BODY "@rx stack trace" "id:951,phase:4,block,msg:'leak'"
SecRule TX:INBOUND_ANOMALY_SCORE_PL1 "@ge %{tx.inbound_anomaly_score_threshold}" "id:949,phase:2,deny,log"
`

test('a request gets one finding, with its rules as reasons and its points as score', () => {
  const { detector, mistakes } = loadCrs([{ name: 'core.conf', text: core }])
  assert.deepEqual(mistakes, [])
  const judge = detector!.start({})
  const found = judge.score!(
    request({ target: "/a?id=1'%20union%2f**%2f%0aselect&q=%3CScript%3E" }),
    undefined as never,
  )
  assert.ok(found && 'reasons' in found)
  assert.equal(found.kind, 'sql_injection')
  assert.equal(found.score, 1 - 2 ** (-12 / 5))
  assert.equal(found.severity, 'high')
  assert.equal(found.note, false)
  assert.deepEqual(
    found.reasons.map(({ field, seen }) => [field, seen]),
    [
      ['rule 942', 'SQL (CAPEC-66, in ARGS:id)'],
      ['rule 941', 'XSS (in REQUEST_URI)'],
      ['rule 920', 'quote (in ARGS:id)'],
    ],
  )
  const { start, end, raw, decoded } = found.reasons[0]!.matched!
  assert.deepEqual([start, end], [6, 33])
  assert.equal(raw, "1'%20union%2f**%2f%0aselect".slice(0, end - start))
  assert.equal(decoded, 'union \nselect')
  const sum = found.reasons.reduce((all, { weight }) => all + weight, 0)
  assert.ok(Math.abs(sum - 1) < 1e-9)
})

test('few points are a note, none are nothing, a refusal is a failure', () => {
  const judge = loadCrs([{ name: 'core.conf', text: core }]).detector!.start({})
  const score = (fields: Partial<Request>) => {
    const found = judge.score!(request(fields), undefined as never)
    return found && 'note' in found ? found : undefined
  }
  assert.equal(score({ target: '/a?id=union' }), undefined)
  assert.equal(score({ target: "/?a=it's" })?.note, true)
  const refused = score({ target: '/?a=union+select%20%3Cscript', status: 403 })
  assert.equal(refused?.outcome, 'failed')
  assert.equal(refused.severity, 'medium')
  assert.equal(score({ agent: 'union  select' })?.kind, 'sql_injection')
})

test('paranoia levels and mistakes', () => {
  const files = [{ name: 'core.conf', text: core }]
  const ids = (paranoia: number) =>
    loadCrs(files, { paranoia }).coverage.rules.filter(({ isActive }) => isActive).length
  assert.equal(ids(2), ids(1) + 1)
  const broken = [
    { name: 'a.conf', text: `${core}\nSecRule ARGS "@pmFromFile no.data" "id:1"\nSecRull x` },
  ]
  const { detector, mistakes } = loadCrs(broken)
  assert.equal(detector, undefined)
  assert.deepEqual(
    mistakes.map(({ what }) => what),
    ["there is no directive 'SecRull'", "rule 1: its file 'no.data' is not there"],
  )
  assert.ok(loadCrs(broken, { keepGoing: true }).detector)
})

test('the coverage says what a log cannot show', () => {
  const { coverage } = loadCrs([
    {
      name: 'a.conf',
      text: `SecRule REQUEST_URI "@rx [a-z]" "id:1"
SecRule ARGS|REQUEST_COOKIES "@rx b" "id:2"
SecRule REQUEST_HEADERS:Accept "@rx c" "id:3"
SecRule REQUEST_URI "@rx (x)\\1" "id:4"
SecRule &REQUEST_HEADERS:User-Agent "@eq 0" "id:5"
SecRule ARGS "!@rx z" "id:6"
SecAction "id:7,pass,nolog"`,
    },
  ])
  assert.deepEqual(
    coverage.rules.map(({ id, works, reasons, isCostly }) => [id, works, reasons, isCostly]),
    [
      [1, 'fully', [], true],
      [
        2,
        'partly',
        ['ARGS: of arguments, those of the query only', 'REQUEST_COOKIES: cookies are not logged'],
        false,
      ],
      [3, 'not at all', ['REQUEST_HEADERS:accept: this header is not logged'], false],
      [4, 'not at all', ['its pattern needs to go back: it refers back to a group'], false],
      [5, 'not at all', ['REQUEST_HEADERS:user-agent: whether it was sent is not logged'], false],
      [6, 'partly', ['ARGS: of arguments, those of the query only'], true],
    ],
  )
})

test('variables of a request', () => {
  const rule = (variable: string, text: string): string =>
    `SecRule ${variable} "@streq ${text}" "id:1"`
  const fields = {
    target: 'http://h.example/a/b%2Fc.php?x=1&Y=%41+b&&z#f?g',
    referrer: 'r',
    user: 'me',
  }
  const cases: readonly (readonly [string, string])[] = [
    ['REQUEST_URI_RAW', 'http://h.example/a/b%2Fc.php?x=1&Y=%41+b&&z#f?g'],
    ['REQUEST_URI', '/a/b%2Fc.php?x=1&Y=%41+b&&z'],
    ['REQUEST_FILENAME', '/a/b/c.php'],
    ['REQUEST_BASENAME', 'c.php'],
    ['QUERY_STRING', 'x=1&Y=%41+b&&z'],
    ['REQUEST_LINE', 'GET http://h.example/a/b%2Fc.php?x=1&Y=%41+b&&z#f?g HTTP/1.1'],
    ['ARGS:y', 'A b'],
    ['ARGS_GET:/^Y$/', 'A b'],
    ['ARGS_NAMES', 'Y'],
    ['&ARGS', '3'],
    ['&ARGS:x', '1'],
    ['ARGS_COMBINED_SIZE', '7'],
    ['REQUEST_METHOD', 'GET'],
    ['REQUEST_PROTOCOL', 'HTTP/1.1'],
    ['REQUEST_HEADERS:Referer', 'r'],
    ['REQUEST_HEADERS:Host', 'shop.example'],
    ['REMOTE_ADDR', '192.0.2.1'],
    ['RESPONSE_STATUS', '200'],
    ['REMOTE_USER', 'me'],
    ['SERVER_NAME', 'shop.example'],
  ]
  for (const [variable, text] of cases) {
    assert.deepEqual(heldBy(rule(variable, text), fields), [1], `${variable} ${text}`)
    assert.deepEqual(heldBy(rule(variable, `${text}!`), fields), [], variable)
  }
})

test('flow: skips, allows, controls, chains, groups, several matches', () => {
  const held = (text: string, target: string) => heldBy(text, { target })
  const last = '\nSecRule ARGS "@rx x" "id:9,phase:2,pass"\nSecMarker M\n'
  assert.deepEqual(
    held(`SecRule ARGS:a "@eq 1" "id:1,phase:2,skipAfter:M"${last}`, '/?a=1&b=x'),
    [1],
  )
  assert.deepEqual(held(`SecRule ARGS:a "@eq 1" "id:1,phase:2,skip:1"${last}`, '/?a=1&b=x'), [1])
  assert.deepEqual(held(`SecRule ARGS:a "@eq 1" "id:1,phase:1,allow"${last}`, '/?a=1&b=x'), [1])
  assert.deepEqual(
    held(`SecRule ARGS:a "@eq 1" "id:1,phase:1,allow:phase"${last}`, '/?a=1&b=x'),
    [1, 9],
  )
  const off = 'SecRule ARGS:a "@eq 1" "id:1,phase:1,pass,nolog,ctl:ruleRemoveById=9"'
  assert.deepEqual(held(off + last, '/?a=1&b=x'), [1])
  assert.deepEqual(held(off + last, '/?a=2&b=x'), [9])
  const without = 'SecAction "id:1,phase:1,pass,nolog,ctl:ruleRemoveTargetById=9;ARGS:b"'
  assert.deepEqual(held(without + last, '/?b=x'), [])
  assert.deepEqual(held(without + last, '/?c=x'), [9])
  const group = `SecRule ARGS "@rx ^(\\w+)://([^/]*)" "id:1,phase:2,capture,chain"
SecRule TX:2 "!@endsWith %{request_headers.host}"`
  assert.deepEqual(held(group, '/?u=http://evil.example/'), [1])
  assert.deepEqual(held(group, '/?u=http://www.shop.example/'), [])
  const twice = `SecRule ARGS_NAMES "@rx ." "id:1,phase:2,pass,nolog,setvar:'tx.seen_%{MATCHED_VAR_NAME}=+1'"
SecRule TX:/^seen_/ "@gt 1" "id:2,phase:2,chain,setvar:tx.inbound_anomaly_score_pl1=+5"
SecRule MATCHED_VARS_NAMES "@rx TX:seen_(.*)" "capture"`
  assert.deepEqual(held(twice, '/?a=1&a=2'), [1, 2])
  assert.deepEqual(held(twice, '/?a=1&b=2'), [1])
  const judge = loadCrs([{ name: 'a.conf', text: twice }]).detector!.start({})
  assert.ok(judge.score!(request({ target: '/?a=1&a=2' }), undefined as never))
  assert.equal(judge.score!(request({ target: '/?a=1' }), undefined as never), undefined)
  const multi = (more: string) => `SecRule ARGS "@rx ^%41$" "id:1,t:urlDecode${more}"`
  assert.deepEqual(held(multi(',multiMatch'), '/?a=%2541'), [1])
  assert.deepEqual(held(multi(''), '/?a=%2541'), [])
})

test('an exception takes its members out, whatever the case of their names', () => {
  const text = 'SecRule ARGS|!ARGS:/^skip/|!ARGS:Token "@rx x" "id:1"'
  assert.deepEqual(heldBy(text, { target: '/?skipped=x&token=x' }), [])
  assert.deepEqual(heldBy(text, { target: '/?other=x' }), [1])
})

test('a very long request is cut, and its finding says so', () => {
  const judge = loadCrs([{ name: 'core.conf', text: core }]).detector!.start({})
  const many = Array.from({ length: 10_000 }, (_, i) => `a${i}=1`).join('&')
  const found = judge.score!(request({ target: `/?a=union+select&${many}` }), undefined as never)
  assert.ok(found && 'reasons' in found)
  assert.match(found.reasons.at(-1)!.seen, /longer than rules look at/)
  assert.equal(
    judge.score!(request({ target: `/${'a'.repeat(1e6)}` }), undefined as never),
    undefined,
  )
})

const targets = fc
  .array(
    fc.constantFrom(
      'a=',
      'union',
      '+',
      'select',
      '&',
      '%27',
      '<SCRIPT',
      'x',
      '%2f**%2f',
      'seen',
      '=1',
    ),
    { maxLength: 10 },
  )
  .map((parts) => `/p?${parts.join('')}`)

test('rules that are led to are all that hold, first time and again', () => {
  const program = programOf(`${core}
SecRule ARGS:x "!@within 1 2" "id:60,phase:1,pass,nolog,setvar:tx.seen=1"
SecRule TX:seen "@eq 1" "id:61,phase:2,chain,setvar:tx.half=1"
SecRule REQUEST_URI "@rx select|=1$" "t:lowercase"
SecRule ARGS_NAMES "@rx ^x" "id:62,phase:2,pass,nolog,ctl:ruleRemoveByTag=attack-xss"`)
  const judge = new RuleJudge(program)
  const ids = (list: ReturnType<RuleJudge['held']>): readonly number[] =>
    list.map(({ ready }) => ready.rule.id)
  fc.assert(
    fc.property(targets, (target) => {
      const event = request({ target })
      const all = new Transaction(new RequestValues(event), program.before, program.fixed)
      const wanted = ids(runRules(program.rules, all, () => true))
      for (let i = 0; i < 3; i++) {
        const told = judge.score(event)
        const held = ids(judge.held(event))
        assert.deepEqual(held, wanted)
        const telling = wanted.filter((id) => [942, 941, 920, 61].includes(id))
        assert.deepEqual(
          (told?.reasons ?? []).map(({ field }) => Number(field.slice(5))),
          telling,
        )
      }
    }),
    { numRuns: 400 },
  )
})
