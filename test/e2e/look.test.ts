import { strict as assert } from 'node:assert'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { isGolden } from './golden.ts'
import { matchesSchema } from './schema.ts'
import { folder, golden, tripline, triplineProcess } from './tripline.ts'

const log = join(golden, 'attack.log')

test('look finds the format and reports the attack: alerts to standard output, talk to standard error', async () => {
  const { code, out, err } = await tripline([log])
  assert.equal(code, 0)
  isGolden('look.txt', out)
  assert.match(err, /Format {3}combined \(98\.\d+% of 67 lines; 1 not read\)/)
  assert.match(err, /Time {5}21 Nov 2026 06:00:00 → 06:06:53, UTC/)
  assert.match(err, /Show why: {2}tripline explain 1 /)
})

test('look --json prints one object that keeps its schema, and nothing else', async () => {
  const { code, out, err } = await tripline(['look', log, '--json'])
  assert.deepEqual([code, err], [0, ''])
  const report = JSON.parse(out) as {
    input: { lines: number; parsed: number; unparsed: number; files: number }
    alerts: { kind: string }[]
  }
  matchesSchema('look', report)
  assert.deepEqual(
    [report.input.lines, report.input.parsed, report.input.unparsed, report.input.files],
    [67, 65, 1, 1],
  )
  assert.ok(report.alerts.some(({ kind }) => kind === 'sql_injection'))
})

test('--fail-on decides between exit codes 0 and 5', async () => {
  assert.equal((await tripline([log, '--fail-on', 'medium'])).code, 5)
  assert.equal((await tripline([log, '--fail-on', 'never'])).code, 0)
  const wrong = await tripline([log, '--fail-on', 'hihg'])
  assert.equal(wrong.code, 3)
  assert.match(wrong.err, /--fail-on +failOn needs .* Did you mean high\?/)
})

test('standard input, packed files and plain files give the same alerts', async () => {
  const bytes = readFileSync(log)
  const cwd = folder()
  writeFileSync(join(cwd, 'packed.gz'), gzipSync(bytes))
  const plain = await tripline([log])
  const [piped, packed] = await Promise.all([
    triplineProcess(['-'], { input: bytes }),
    triplineProcess(['packed.gz'], { cwd }),
  ])
  assert.equal(piped.out, plain.out)
  assert.equal(packed.out, plain.out)
})

test('rotated files may be named in any order', async () => {
  const cwd = folder()
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  writeFileSync(join(cwd, 'a.log.1'), `${lines.slice(0, 30).join('\n')}\n`)
  writeFileSync(join(cwd, 'a.log'), `${lines.slice(30).join('\n')}\n`)
  const { out, err } = await tripline(['a.log', 'a.log.1'], { cwd })
  assert.equal(out, (await tripline([log])).out)
  assert.match(err, /of 67 lines/)
})

test('--unparsed keeps the lines that no parser took', async () => {
  const cwd = folder()
  await tripline([log, '--unparsed', 'left.txt'], { cwd })
  assert.equal(readFileSync(join(cwd, 'left.txt'), 'utf8'), 'this is no log line\n')
})

test('when no line can be read, the sample, the closest parser and the field are named', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'odd.log'), '203.0.113.9 - - [21/Nov/2026] "GET / HTTP/1.1" 200 5\n')
  const { code, out, err } = await tripline(['odd.log'], { cwd })
  assert.deepEqual([code, out], [4, ''])
  assert.match(err, /^No line could be read \(0 of the first 1\)\.\n {2}sample {3}203\.0\.113\.9/)
  assert.match(err, /closest {2}\S+ — fails at field \d+, /)
  assert.match(err, /--format|init --from odd\.log/)
  assert.match(err, /TRIPLINE_E_FORMAT/)
})

test('a format string makes such lines readable', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'odd.log'), '200|21/Nov/2026:06:00:00 +0000|203.0.113.9|GET / HTTP/1.1\n')
  const nginx = '$status|$time_local|$remote_addr|$request'
  const { code, err } = await tripline(['odd.log', '--format', nginx], { cwd })
  assert.equal(code, 0)
  assert.match(err, /100% of 1 line\b/)
  assert.equal((await tripline(['odd.log', '--format', 'nothing'], { cwd })).code, 3)
})

test('inputs that cannot be read are told all at once', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'locked.log'), 'x\n')
  chmodSync(join(cwd, 'locked.log'), 0o000)
  const { code, err } = await tripline(['missing.log', 'none*.log', '.', 'locked.log'], { cwd })
  assert.equal(code, 4)
  assert.match(err, /missing\.log {2}does not exist/)
  assert.match(err, /none\*\.log {2}matches no file/)
  assert.match(err, /\. {2}is a directory/)
  if (process.getuid?.() !== 0) assert.match(err, /locked\.log/)
})

test('what can be read is read beside what cannot, which is told at the end', async () => {
  const cwd = folder()
  const bytes = readFileSync(log)
  const packed = gzipSync(bytes, { level: 0 })
  writeFileSync(join(cwd, 'good.log'), bytes)
  writeFileSync(join(cwd, 'broken.gz'), packed.subarray(0, packed.length >> 1))
  writeFileSync(join(cwd, 'header.gz'), packed.subarray(0, 7))
  const alone = await tripline(['good.log', '--json'], { cwd })
  const words = ['missing.log', 'good.log', 'header.gz']
  const { code, out, err } = await tripline(words, { cwd })
  assert.equal(code, 4)
  assert.match(out, /sql injection/)
  assert.match(err, /of 67 lines/)
  assert.match(err, /missing\.log {2}does not exist/)
  assert.match(err, /header\.gz is damaged/)
  assert.equal((await tripline([...words, '--fail-on', 'low'], { cwd })).code, 5)
  const json = await tripline([...words, '--json'], { cwd })
  const report = JSON.parse(json.out) as { input: { unread: string[] }; alerts: unknown }
  matchesSchema('look', report)
  assert.deepEqual(report.alerts, (JSON.parse(alone.out) as { alerts: unknown }).alerts)
  assert.equal(report.input.unread.length, 2)
  const half = await tripline(['broken.gz'], { cwd })
  assert.deepEqual([half.code, /of 3\d lines/.test(half.err)], [4, true], half.err)
  assert.match(half.err, /broken\.gz is damaged/)
})

test(
  'a file that this user may not read is left out and told',
  { skip: process.getuid?.() === 0 && 'root may read everything' },
  async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'good.log'), readFileSync(log))
    writeFileSync(join(cwd, 'locked.log'), 'x\n')
    chmodSync(join(cwd, 'locked.log'), 0o000)
    const { code, out, err } = await tripline(['good.log', 'locked.log'], { cwd })
    assert.equal(code, 4)
    assert.match(out, /sql injection/)
    assert.match(err, /locked\.log {2}may not be read by this user/)
  },
)

test('an empty file is no error; a binary one is', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'empty.log'), '')
  const empty = await tripline(['empty.log'], { cwd })
  assert.equal(empty.code, 0)
  assert.match(empty.err, /no line to look at/)
  writeFileSync(
    join(cwd, 'binary.log'),
    Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) & 255)),
  )
  const binary = await tripline(['binary.log'], { cwd })
  assert.equal(binary.code, 4)
  assert.match(binary.err, /TRIPLINE_E_(FORMAT|INPUT)/)
  assert.doesNotMatch(binary.err, /[\u0000-\u0008\u001b]/)
})

test('a log cannot write escapes to the terminal', async () => {
  const cwd = folder()
  const bell = `203.0.113.9 - - [21/Nov/2026:06:00:00 +0000] "GET /?q=\x1b[31m'UNION SELECT password FROM users-- HTTP/1.1" 200 5\n`
  writeFileSync(join(cwd, 'bell.log'), bell.repeat(5))
  const { out, err } = await tripline(['bell.log'], { cwd })
  assert.doesNotMatch(out + err, /\x1b/)
})
