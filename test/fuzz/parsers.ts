import { pathToFileURL } from 'node:url'
import { formats } from '../../src/parsers/formats.ts'
import { createReader } from '../../src/parsers/reader.ts'
import { wrap } from './envelopes.ts'

/** What became of the lines of a run. */
export interface Outcome {
  lines: number
  parsed: number
  unparsed: number
  headers: number
  slowestMicros: number
}

/**
 * Reads many mutated sample lines of all formats through one reader; throws when a line is lost or a fault makes no sense.
 * Seeded: the same count and seed give the same lines.
 */
export function fuzz(count: number, seed = 1): Outcome {
  const random = generator(seed)
  const samples = formats.flatMap(({ sample }) => sample.split('\n'))
  const outcome: Outcome = { lines: 0, parsed: 0, unparsed: 0, headers: 0, slowestMicros: 0 }
  let reader = createReader()
  for (let index = 0; index < count; index++) {
    if (index % 5000 === 0)
      reader = createReader({ saved: index % 10_000 === 0 ? undefined : reader.save() })
    const sample = samples[Math.floor(random() * samples.length)]!
    const line = mutate(
      random() < 0.2 ? wrap(sample, Math.floor(random() * 6)) : sample,
      random,
      samples,
    )
    const began = performance.now()
    const result = reader.read(line, index)
    outcome.slowestMicros = Math.max(outcome.slowestMicros, (performance.now() - began) * 1000)
    outcome.lines++
    if (result === undefined) outcome.headers++
    else if (result.kind === 'unparsed') {
      outcome.unparsed++
      if (index % 16 === 0) checkFault(line, result.fault)
    } else {
      outcome.parsed++
      if (result.line !== line || !(result.time === result.time))
        throw new Error(`a bad event from ${JSON.stringify(line)}`)
    }
  }
  if (outcome.parsed + outcome.unparsed + outcome.headers !== outcome.lines)
    throw new Error('a line was lost')
  return outcome
}

function checkFault(
  line: string,
  fault: { at: number; found: string; field: string; expected: string },
): void {
  if (!(fault.at >= 0 && fault.at <= line.length) || fault.field === '' || fault.expected === '')
    throw new Error(`a fault without sense: ${JSON.stringify({ line, fault })}`)
}

/** Numbers from 0 to 1, the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const spice = [
  '"',
  '\\',
  '\\"',
  ' ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '-',
  '\t',
  '\0',
  '\u00ff',
  '\\x16',
  '\\u00e9',
  '\\ud800',
  'null',
  '" 200 5 "-" "',
  '] "GET / HTTP/1.1"',
  ', client: 6.6.6.6',
  '%00',
  '<34>1 ',
  '1e999',
  '\r',
]

/** A line with a few bytes deleted, doubled, replaced, cut off, or mixed with another line. */
export function mutate(line: string, random: () => number, others: readonly string[]): string {
  let text = line
  for (let times = Math.floor(random() * 4); times > 0; times--) {
    const at = Math.floor(random() * (text.length + 1))
    const other = others[Math.floor(random() * others.length)]!
    const kinds = [
      () => text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 8)),
      () => text.slice(0, at) + spice[Math.floor(random() * spice.length)]! + text.slice(at),
      () =>
        text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1),
      () => text.slice(0, at),
      () => text.slice(0, at) + text.slice(Math.max(0, at - 20)),
      () => text.slice(0, at) + other.slice(Math.floor(random() * other.length)),
    ]
    text = kinds[Math.floor(random() * kinds.length)]!()
  }
  return text
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const outcome = fuzz(Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 1))
  console.log(JSON.stringify(outcome))
}
