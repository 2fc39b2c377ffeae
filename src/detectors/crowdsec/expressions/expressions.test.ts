import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { Request } from '../../../event/request.ts'
import { Compiler } from './compile.ts'
import { type DataFile, readDataFile } from './data-files.ts'
import { ExpressionError } from './expression.ts'
import { Facts, Program } from './facts.ts'
import { parseExpression } from './parse.ts'

const request: Partial<Request> = {
  client: '198.51.100.7',
  network: '198.51.100.0/24',
  method: 'GET',
  target: '/Shop/img/logo.PNG?w=10&q=a%20b',
  status: 404,
  agent: 'Mozilla/5.0 (probe)',
  host: 'shop.example',
}

function compiler(files: readonly DataFile[] = [], program: Program = new Program()): Compiler {
  const byName = new Map(files.map((file) => [file.name, file]))
  return new Compiler({ program, files: byName, hasBucket: false })
}

/** What an expression gives for a request. */
function value(
  source: string,
  of: Partial<Request> = request,
  files: readonly DataFile[] = [],
): unknown {
  const program = new Program()
  const reading = compiler(files, program)
  const code = reading.compile(parseExpression(source))
  assert.deepEqual([...reading.mistakes, ...reading.lacks], [], source)
  const facts = new Facts(program)
  facts.begin(Object.assign(new Request(), of), undefined)
  return code.run(facts)
}

const values: readonly [string, unknown][] = [
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['2 ** 3 ** 2', 512],
  ['-2 + 5 % 3', 0],
  ['"a" + "b" == "ab"', true],
  ['not false and true', true],
  ['true || false && false', true],
  ['1 < 2 and 2 <= 2 and 3 != 4', true],
  ['"b" in ["a", "b"]', true],
  ['"c" not in ["a", "b"]', true],
  ['"GET" contains "E" and not ("GET" contains "X")', true],
  ['"abc" startsWith "ab" && "abc" endsWith "bc"', true],
  ['"abc" matches "^a.c$"', true],
  ['true ? "yes" : "no"', 'yes'],
  ['nil ?? "x"', 'x'],
  ['let a = "x"; let b = a + "y"; b + a', 'xyx'],
  ['if 1 > 2 { "a" } else if 2 > 1 { "b" } else { "c" }', 'b'],
  ['"  x " | TrimSpace() | Upper()', 'X'],
  ['["a", "b", "c"][-1]', 'c'],
  ['["a", "b", "c"][1:]', ['b', 'c']],
  ['len("abcd") + len([1, 2])', 6],
  ['any([1, 2, 3], {# > 2})', true],
  ['all([1, 2, 3], # > 0) and none([1], # > 1) and one([1, 2], # == 2)', true],
  ['count([1, 2, 3], {# > 1})', 2],
  ['filter(map([1, 2, 3], {# * 2}), {# > 2})', [4, 6]],
  ['any([[1], [2]], {any(#, {# == 2})})', true],
  ["'it\\'s \\x41'", "it's A"],
  ['Sprintf("%s-%05d-%.1f", "a", 42, 1.25)', 'a-00042-1.3'],
  ['QueryUnescape("a+b%2Fc")', 'a b/c'],
  ['PathUnescape("%zz")', '%zz'],
  ['ParseUri("/x?a=1&a=2")["a"][1]', '2'],
  ['ExtractQueryParam("/x?a=1", "a")[0]', '1'],
  ['int("12") + int("none")', 12],
  ['Split("a,b", ",")[1] + Replace("aaa", "a", "b", 2)', 'bbba'],
  ['Match("a*c?", "abbcd")', true],
  ['IpInRange("192.0.2.9", "192.0.2.0/24") and not IpInRange("::1", "192.0.2.0/24")', true],
  ['IpToRange("192.168.42.1", "/16")', '192.168.0.0/16'],
  ['IpToRange("2001:db8::1", "32")', '2001:db8::/32'],
  ['IsIPV6("::1") && IsIPV4("192.0.2.1") && !IsIP("x")', true],
  ['int(Distance(0, 0, 0, 90))', 10007],
  ['evt.Meta.source_ip + "/" + evt.Parsed.target_fqdn', '198.51.100.7/shop.example'],
  ['evt.Meta["http_status"] + evt.GetMeta("http_verb")', '404GET'],
  ['evt.Parsed.request', '/Shop/img/logo.PNG'],
  ['evt.Parsed.http_args', 'w=10&q=a%20b'],
  ['evt.Meta.http_args_len', '12'],
  [
    'evt.Parsed.file_dir + "|" + evt.Parsed.file_frag + "|" + evt.Parsed.file_ext',
    '/Shop/img/|logo|.PNG',
  ],
  ['evt.Parsed.static_ressource', 'true'],
  ['evt.Meta.log_type in ["http_access-log", "http_error-log"]', true],
  ['"http_status" in evt.Meta and not ("username" in evt.Meta)', true],
  ['Lower(evt.Meta.http_path) contains "/shop/"', true],
  ['evt.GetType()', 'event'],
  ['evt.SetMeta("x", "y")', true],
]

test('expressions give what they say', () => {
  for (const [source, wanted] of values) assert.deepEqual(value(source), wanted, source)
})

test('names of files', () => {
  const part = (target: string): unknown =>
    value('evt.Parsed.file_frag + "|" + evt.Parsed.file_ext + "|" + evt.Parsed.static_ressource', {
      target,
    })
  assert.equal(part('/.htaccess'), '.htaccess||false')
  assert.equal(part('/a/b.tar.gz'), 'b.tar|.gz|true')
  assert.equal(part('/a/'), '||false')
  assert.equal(part('HELP'), '||false')
  assert.equal(value('evt.Parsed.http_args', { target: '/a?b?c' }), 'c')
})

const wrong: readonly [string, number, string][] = [
  ['a +', 3, 'the end of the expression is not expected'],
  ['(1', 2, "the end of the expression is not expected, but ')'"],
  ['1 2', 2, "'2' is not expected"],
  ['"abc', 0, 'a text without its end'],
  ['a ~ b', 2, "'~' is not expected"],
  ['let x 1; x', 6, "'1' is not expected, but '='"],
]

test('what is no expression is told with its place', () => {
  for (const [source, at, message] of wrong)
    assert.throws(
      () => parseExpression(source),
      (error: ExpressionError) => {
        assert.deepEqual([error.at, error.message], [at, message], source)
        return true
      },
    )
  assert.throws(() => parseExpression('('.repeat(5000)), ExpressionError)
  assert.throws(() => parseExpression('!'.repeat(5000) + 'a'), ExpressionError)
})

test('expressions that were made to grow are bounded', () => {
  const steps = Array.from({ length: 40 }, (_, i) => `let a${i + 1} = a${i} + a${i};`).join('')
  const code = compiler().compile(
    parseExpression(`let a0 = evt.Meta.http_verb; ${steps} len(a40) > 0`),
  )
  assert.ok(code.key.length < 300_000)
  const many = (count: number): string => Array.from({ length: count }, () => 'true').join(' or ')
  assert.throws(() => parseExpression(many(5000)), ExpressionError)
  assert.equal(value(many(900)), true)
})

const mistaken: readonly [string, number, string, string][] = [
  ['Uper("a")', 0, "unknown function 'Uper'", 'Upper'],
  ['1 == 1 and evt.Mta.x', 11, "an event has no 'Mta'", 'Meta'],
  ['ev.Meta', 0, "unknown name 'ev'", 'evt'],
  ['"a" < 1', 4, "'<' between a text and a number", ''],
  ['"a" == 1', 4, 'a text is compared with a number', ''],
  ['evt.Meta.http_status in [404]', 21, 'a text is looked for among numbers', ''],
  ['"a" matches "("', 12, '', ''],
  ['Upper(1)', 6, 'argument 1 of Upper must be a text, not a number', ''],
  ['Upper("a", "b")', 0, 'Upper takes 1 arguments, not 2', ''],
  ['# == 1', 0, "'#' stands in no predicate", ''],
  ['queue.Queue', 0, "'queue' is known only when a bucket is judged", ''],
  ['any("a", {# == "a"})', 4, 'what any looks through must be a list, not a text', ''],
]

test('mistakes are told with their place and the nearest name', () => {
  for (const [source, at, what, near] of mistaken) {
    const reading = compiler()
    reading.compile(parseExpression(source))
    const [first] = reading.mistakes
    assert.equal(first?.at, at, source)
    if (what !== '') assert.equal(first.what, what, source)
    assert.equal(first.near, near, source)
  }
})

test('what is right but not here is told apart', () => {
  const reason = (source: string): string | undefined => {
    const reading = compiler()
    reading.compile(parseExpression(source))
    assert.deepEqual(reading.mistakes, [])
    return reading.lacks[0]?.what
  }
  assert.equal(reason('evt.Meta.sorce_ip == "a"'), 'evt.Meta.sorce_ip is in no web log')
  assert.equal(reason('TimeNow() != nil'), 'TimeNow reads the clock')
  assert.equal(
    reason('evt.Meta.http_path matches evt.Meta.http_verb'),
    'a pattern that is made of the event',
  )
  assert.equal(reason('any(File("list.txt"), {# == "a"})'), "the data file 'list.txt' is missing")
  assert.equal(reason('evt.Unmarshaled.x.y'), 'evt.Unmarshaled.x.y is not kept')
})

test('many lines of a file are looked for as if one by one', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'B', '/', '.', '%', 'é'),
    minLength: 1,
    maxLength: 4,
  })
  const sign = fc.constantFrom('contains', 'startsWith', 'endsWith', '==')
  const fold = fc.constantFrom('', 'Upper', 'Lower')
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), word, sign, fold, (words, path, how, by) => {
      const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
      const change = (text: string): string =>
        text.replace(/[a-zA-Z]/g, (c) =>
          by === 'Upper' ? c.toUpperCase() : by === 'Lower' ? c.toLowerCase() : c,
        )
      const target = bytes(path)
      const list = readDataFile('list.txt', words.join('\n'))
      const tests: Record<string, (text: string, other: string) => boolean> = {
        contains: (text, other) => text.includes(other),
        startsWith: (text, other) => text.startsWith(other),
        endsWith: (text, other) => text.endsWith(other),
        '==': (text, other) => text === other,
      }
      const wanted = list.lines.some((line) => tests[how]!(change(target), change(line)))
      const source = `any(File("list.txt"), {${by}(evt.Meta.http_path) ${how} ${by}(#)})`
      assert.equal(value(source, { target }, [list]), wanted)
    }),
    { seed: 7, numRuns: 300 },
  )
})

test('files of patterns and of tags', () => {
  const agents = readDataFile('agents.txt', '# known\n^probe/\\d\n(?i)zgrab\nsleepy[ -]?bot\n')
  const isBad = (agent: string): unknown =>
    value('RegexpInFile(evt.Parsed.http_user_agent, "agents.txt")', { agent }, [agents])
  assert.deepEqual(['probe/1', 'x ZGrab', 'sleepybot', 'probe/x', ''].map(isBad), [
    true,
    true,
    true,
    false,
    false,
  ])
  const tags = readDataFile(
    'tags.json',
    '{"tag": "a", "pattern": "/a/", "type": "contains"}\n{"tag": "b", "pattern": "/b/a/", "type": "equals"}\n{"tag": "c", "pattern": "c$", "type": "regex"}\nnot json\n',
  )
  const tag = (target: string): unknown =>
    value('LookupFile(evt.Meta.http_path, "tags.json")', { target }, [tags])
  assert.deepEqual(['/b/a/', '/x/a/y', '/abc', '/d'].map(tag), ['b', 'a', 'c', ''])
})

test('a part of an expression that is known does not run', () => {
  const code = compiler().compile(
    parseExpression('evt.Meta.log_type == "ssh_failed-auth" and evt.Meta.http_status == "404"'),
  )
  assert.equal(code.made, 0)
  assert.equal(code.run({} as Facts), false)
})
