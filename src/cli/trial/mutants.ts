import type { Atom, Condition } from '../../detectors/rules/rule.ts'
import { alternativesIn } from './alternatives.ts'

/** One thing changed in a condition, in words: `without |sleep|`. */
export interface Mutant {
  readonly change: string
  /** The part that is changed, and what stands in its place: nothing when it is left out. */
  readonly part: Condition
  readonly instead: ReadonlyMap<Condition, Condition | undefined>
}

/**
 * What could be changed in a condition: an alternative or a conjunct left out, a test turned round, an
 * alternative of a regular expression left out, the texts of a list cut in half.
 */
export function mutantsOf(condition: Condition): readonly Mutant[] {
  if (condition.is === 'not') return mutantsOf(condition.of)
  if (condition.is === 'atom')
    return [negated(condition), ...patternMutants(condition), ...cuts([condition])]
  const { of } = condition
  const atoms = of.filter((part) => part.is === 'atom')
  return [
    ...of.map((part) => change(`without ${wordsOf(part)}`, part, undefined)),
    ...atoms.flatMap(patternMutants),
    ...cuts(atoms),
    ...of.filter((part) => part.is !== 'atom').flatMap(mutantsOf),
  ]
}

function change(words: string, part: Condition, instead: Condition | undefined): Mutant {
  return { change: words, part, instead: new Map([[part, instead]]) }
}

function negated(atom: Atom): Mutant {
  return change(`not ${wordsOf(atom)}`, atom, { is: 'not', of: atom })
}

function patternMutants(atom: Atom): readonly Mutant[] {
  const { test } = atom
  if (test.op !== 'matches') return []
  return alternativesIn(test.value).map(({ start, end, text }) => {
    const value = test.value.slice(0, start) + test.value.slice(end)
    return change(`without |${text}|`, atom, { ...atom, test: { ...test, value } })
  })
}

/** All texts of a list at once: that they are long enough shows in one request. */
function cuts(atoms: readonly Atom[]): readonly Mutant[] {
  const instead = new Map(
    atoms.flatMap((atom) => {
      const cut = cutOf(atom)
      return cut === atom ? [] : [[atom, cut] as const]
    }),
  )
  const [first] = instead.keys()
  const more = instead.size > 1 ? ` and ${instead.size - 1} more` : ''
  return first ? [{ change: `${wordsOf(first)}${more} cut in half`, part: first, instead }] : []
}

const leastCut = 4

/** The same test of the half of its text that begins it, or ends it for 'ends'. */
function cutOf(atom: Atom): Atom {
  const { test } = atom
  if (test.op !== 'contains' && test.op !== 'starts' && test.op !== 'ends') return atom
  if (test.value.length < leastCut) return atom
  const half = Math.ceil(test.value.length / 2)
  const value = test.op === 'ends' ? test.value.slice(-half) : test.value.slice(0, half)
  return { ...atom, test: { op: test.op, value } }
}

/** A condition in few words. */
export function wordsOf(condition: Condition): string {
  if (condition.is === 'not') return `not (${wordsOf(condition.of)})`
  if (condition.is !== 'atom') {
    const shown = condition.of.slice(0, 2).map(wordsOf).join(` ${condition.is} `)
    return `(${shown}${condition.of.length > 2 ? ' …' : ''})`
  }
  const { field, test } = condition
  const value = String(test.value)
  return `${field} ${test.op} ${value.length > 60 ? `${value.slice(0, 60)}…` : value}`
}
