import type { Event } from '../../event/event.ts'
import { Request } from '../../event/request.ts'
import type { Atom, Condition } from '../rules/rule.ts'
import { createPlainTest, type Test } from './plain-atom.ts'
import { isRequestField } from './place.ts'
import type { Reading } from './reading.ts'
import { createTextAtom, type Literals, type TextAtom } from './text-atom.ts'

/** A condition made ready: tests of text apart from tests of other fields. */
export type Node =
  | { readonly is: 'and' | 'or'; readonly of: readonly Node[] }
  | { readonly is: 'not'; readonly of: Node }
  | { readonly is: 'text'; readonly test: TextAtom }
  | { readonly is: 'plain'; readonly test: Test; readonly atom: Atom }

const never: Test = () => false
const sample = new Request()

/** Makes a condition ready for requests. Fields that requests do not have never hold. */
export function createTree(condition: Condition, literals: Literals): Node {
  if (condition.is === 'atom') {
    const test = createTextAtom(condition, literals)
    if (test) return { is: 'text', test }
    const isKnown = isRequestField(condition.field, sample) && !asksForOthers(condition)
    return { is: 'plain', test: isKnown ? createPlainTest(condition) : never, atom: condition }
  }
  if (condition.is === 'not') return { is: 'not', of: createTree(condition.of, literals) }
  const of = condition.of.map((part) => createTree(part, literals))
  return { is: condition.is, of: of.toSorted((a, b) => costOf(a) - costOf(b)) }
}

/** Whether an atom asks for a kind of event that is no request. */
function asksForOthers({ field, test }: Atom): boolean {
  return field === 'kind' && test.op === 'equals' && test.value !== sample.kind
}

/** Cheap tests first: literals, then patterns that a literal leads to, then patterns without any. */
function costOf(node: Node): number {
  if (node.is === 'plain') return 0
  if (node.is === 'not') return costOf(node.of)
  if (node.is !== 'text') return Math.max(...node.of.map(costOf))
  if (node.test.literals.length === 0) return 3
  return node.test.pattern ? 2 : 1
}

/** All tests of text in a condition. */
export function textTests(node: Node): readonly TextAtom[] {
  if (node.is === 'text') return [node.test]
  if (node.is === 'plain') return []
  return node.is === 'not' ? textTests(node.of) : node.of.flatMap(textTests)
}

/** False when only fields that requests do not have could make it hold. */
export function canHold(node: Node): boolean {
  if (node.is === 'and') return node.of.every(canHold)
  return node.is === 'or' ? node.of.some(canHold) : node.is !== 'plain' || node.test !== never
}

/** Whether it looks at a field that requests do not have. */
export function hasNever(node: Node): boolean {
  if (node.is === 'plain') return node.test === never
  if (node.is === 'text') return false
  return node.is === 'not' ? hasNever(node.of) : node.of.some(hasNever)
}

/** Tests of which one must hold for the condition to hold, all of them with literals; undefined when there are none such. */
export function triggersOf(node: Node): readonly TextAtom[] | undefined {
  if (node.is === 'text') return node.test.literals.length > 0 ? [node.test] : undefined
  if (node.is === 'plain') return node.test === never ? [] : undefined
  if (node.is === 'not') return undefined
  const parts = node.of.map(triggersOf)
  if (node.is === 'or')
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? [])
  return parts.reduce((best, part) => better(best, part), undefined)
}

type Triggers = readonly TextAtom[] | undefined

/** Tests of the place at hand before tests of a named one; then those with fewer literals. */
function better(a: Triggers, b: Triggers): Triggers {
  if (!a || !b) return a ?? b
  return burden(b) < burden(a) ? b : a
}

/** How much of the traffic tests may lead to a rule: methods are few and always there. */
function burden(tests: readonly TextAtom[]): number {
  const ofMethods = tests.some((test) => test.place === 'method') ? 1_000_000 : 0
  const named = tests.some((test) => test.place === 'request') ? 0 : 1_000
  return tests.reduce((sum, test) => sum + test.literals.length, ofMethods + named)
}

/**
 * What is left of a condition once one text is known: true, false, or the part that depends on other
 * fields. With `isBound`, tests of 'request' speak of this text: all of a payload is in one place.
 */
export function remainder(node: Node, reading: Reading, isBound: boolean): boolean | Node {
  if (node.is === 'plain') return node.test === never ? false : node
  if (node.is === 'text') {
    const isHere = node.test.place === reading.place || (isBound && node.test.place === 'request')
    return isHere ? reading.holds(node.test) : node
  }
  if (node.is === 'not') {
    const of = remainder(node.of, reading, isBound)
    return typeof of === 'boolean' ? !of : { is: 'not', of }
  }
  return remainderOfMany(node, reading, isBound)
}

function remainderOfMany(
  node: Extract<Node, { is: 'and' | 'or' }>,
  reading: Reading,
  isBound: boolean,
): boolean | Node {
  const settles = node.is === 'or'
  let rest: Node[] | undefined
  for (const part of node.of) {
    const left = remainder(part, reading, isBound)
    if (left === settles) return settles
    if (typeof left !== 'boolean') (rest ??= []).push(left)
  }
  if (!rest) return !settles
  return rest.length === 1 ? rest[0]! : { is: node.is, of: rest }
}

/** Decides a condition for an event; `isText` answers its tests of text. */
export function decide(node: Node, event: Event, isText: (test: TextAtom) => boolean): boolean {
  if (node.is === 'plain') return node.test(event)
  if (node.is === 'text') return isText(node.test)
  if (node.is === 'not') return !decide(node.of, event, isText)
  const settles = node.is === 'or'
  for (const part of node.of) if (decide(part, event, isText) === settles) return settles
  return !settles
}
