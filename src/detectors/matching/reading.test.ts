import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { furnishing } from '../../pipeline/furnishing.ts'
import { evasion } from '../../text/decoding/evasion.ts'
import { mostWorkFor, Reading } from './reading.ts'
import { Ready } from './ready.ts'
import { reasonIn } from './reasons.ts'
import { Literals } from './text-atom.ts'
import { TextJudge } from './text-judge.ts'

const { signatures } = await furnishing()
const literals = new Literals()
const rules = signatures.map((signature, i) => new Ready(signature, i, literals))
const reading = new Reading(literals)
const judge = new TextJudge('target', reading, rules, false)

/** Bytes that most servers take in a line. */
const longest = 4000
/** Bytes that can be looked at in the time that an ordinary line takes from file to alert: 7 µs at 2 ns. */
const ordinaryWork = 3500

function fill(pieces: readonly string[]): string {
  let text = '/search?q='
  for (let i = 0; text.length < longest; i++) text += pieces[i % pieces.length]!
  return text
}

/** All bytes that were looked at: by decoding, by the search for literals, by tests, by the places of what held. */
function workOf(text: string): number {
  const { candidates } = judge.judge(text)
  const { views } = reading
  let work = views.work + reading.work
  for (let i = 0; i < views.count; i++) work += views.at(i).length
  for (const { rule } of candidates) {
    reading.share(candidates.length)
    reasonIn(rule, reading)
    work += reading.work
  }
  return work
}

const pieces = fc.constantFrom(
  "'", '"', '%27', '%2527', '&a=', '=', ';', '(', ')', '<', '>', '/', '../', '....//', '/**/', '+or+', 'union+select+',
  '${', '{{', '$(', '|cat+', '`', '#', '--', '%00', '%c0%af', '&#x27;', '&amp;', '\\', '\\"', '\\x27', '<a+b=', 'onerror=',
  'javascript:', 'sleep(1)', '@', '[]', '=http://', '.php?', 'etc/passwd', '%EF%BC%87', '{"a":', '1', 'a',
) // prettier-ignore

test('no line costs more than fifty ordinary ones, and one that would is flagged', () => {
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 4 }), (given) => {
      const text = fill(given)
      const work = workOf(text)
      assert.ok(work <= 50 * ordinaryWork, `${work} bytes for ${given.join(' ')}`)
    }),
    { numRuns: 60, seed: 1 },
  )
})

test('tests stop at their budget, and the text says so', () => {
  const { evidence } = judge.judge(fill(["'+or+'"]))
  assert.ok(reading.work <= mostWorkFor(longest + 16))
  assert.ok(evidence & evasion.tooCostly)
  assert.equal(judge.judge("/search?q='+or+'1'='1").evidence & evasion.tooCostly, 0)
})

test('what was done before changes nothing of where a rule holds', () => {
  const attack = "1'+union+select+1,2--+&f=../../etc/passwd&x=<script>alert(1)</script>&"
  const text = `/search?q=${attack.repeat(8)}`
  const { candidates } = judge.judge(text)
  assert.ok(candidates.length > 1)
  const reasons = candidates.map(({ rule }) => {
    reading.share(candidates.length)
    return reasonIn(rule, reading)
  })
  for (const [i, { rule }] of candidates.entries()) {
    reading.read(text, 'target')
    reading.share(candidates.length)
    assert.deepEqual(reasonIn(rule, reading), reasons[i])
  }
})
