import type { Event } from '../../event/event.ts'
import type { Condition } from '../rules/rule.ts'
import { createPlainTest, type Test } from './plain-atom.ts'
import { type Place, places } from './place.ts'
import { Reading } from './reading.ts'
import { createTextAtom, Literals, type TextAtom } from './text-atom.ts'

/** Bytes that decoding could change; without them the raw text is the only form. */
const encoded = /[%\\+&*"'^$`{\x00-\x1f\x7f-\xff]|\/[./]| {2}/

let shared: Reading | undefined

/**
 * A condition as a test of one event of any kind, without memory: cheap for fields of their own
 * (status, method, area), dearer for decoded text. Tests of 'request' hold when any place does.
 */
export function compileCondition(condition: Condition): Test {
  if (condition.is === 'not') {
    const of = compileCondition(condition.of)
    return (event) => !of(event)
  }
  if (condition.is !== 'atom') {
    const of = condition.of.map(compileCondition)
    const isAnd = condition.is === 'and'
    return isAnd
      ? (event) => of.every((test) => test(event))
      : (event) => of.some((test) => test(event))
  }
  const text = createTextAtom(condition, new Literals())
  const isPlain = !text || (condition.view === 'raw' && text.place !== 'request')
  if (isPlain || text.place === 'method') return createPlainTest(condition)
  const at = text.place === 'request' ? places : [text.place]
  return (event) => event.kind === 'request' && at.some((place) => holdsAt(text, event, place))
}

function holdsAt(text: TextAtom, event: Event & { kind: 'request' }, place: Place): boolean {
  const value = event[place]
  if (text.isLiteral && !encoded.test(value)) return value.toLowerCase().includes(text.value)
  shared ??= new Reading()
  if (shared.text !== value || shared.place !== place) shared.read(value, place)
  // what other conditions looked at in the same text is not this one's work
  shared.work = 0
  return shared.holds(text)
}
