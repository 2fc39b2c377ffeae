import type { Request } from '../../event/request.ts'
import type { TextView } from '../../text/decoding/view.ts'
import type { Atom } from '../rules/rule.ts'
import { evasionWords } from './judgement.ts'
import { type Place, places } from './place.ts'
import type { Reading } from './reading.ts'
import type { Ready } from './ready.ts'
import type { Literals } from './text-atom.ts'
import { decide, type Node } from './tree.ts'

/** One form of a text, with the stretches of the text as logged that are different in it. */
export interface ExplainedView {
  readonly name: string
  readonly text: string
  readonly changed: readonly { readonly start: number; readonly end: number }[]
}

/** A rule that a literal led to: whether it held, and if not, the conditions that failed. */
export interface ExplainedRule {
  readonly name: string
  readonly literals: readonly string[]
  readonly holds: boolean
  readonly failed: readonly string[]
}

/** The way of one text of a request through the signatures. Texts hold one character per byte. */
export interface ExplainedText {
  readonly field: Place
  readonly views: readonly ExplainedView[]
  /** Literals of any rule that are there. */
  readonly literals: readonly string[]
  /** Signs of evasion in words; '' when there are none. */
  readonly evasion: string
  /** How many `..` lead out of the root. */
  readonly depth: number
  readonly rules: readonly ExplainedRule[]
}

/** What explaining needs to know of a set of signatures. */
export interface Explaining {
  readonly rules: readonly Ready[]
  readonly literals: Literals
  readonly reading: Reading
  /** For texts other than the one at hand. */
  readonly other: Reading
}

/** Shows each text of a request as the signatures see it. Slow: for people who ask. */
export function explainRequest(request: Request, of: Explaining): readonly ExplainedText[] {
  return places
    .filter((place) => request[place] !== '')
    .map((place) => explainText(request, place, of))
}

function explainText(request: Request, place: Place, of: Explaining): ExplainedText {
  const { reading, literals } = of
  reading.read(request[place], place)
  const { views, hits } = reading
  const present = new Set(hits.found.slice(0, hits.count))
  const near = of.rules.filter(
    (rule) =>
      rule.canHold &&
      (rule.isTriedAt(place) || rule.literalsAt(place).some((literal) => present.has(literal))),
  )
  const rules = near.map((rule) => {
    const led = rule.literalsAt(place).filter((literal) => present.has(literal))
    return explainRule(
      rule,
      [...new Set(led)].map((literal) => literals.texts[literal]!),
      {
        ...of,
        request,
      },
    )
  })
  const shown = Array.from({ length: views.count }, (_, i) =>
    explainView(views.at(i), request[place]),
  )
  return {
    field: place,
    views: shown,
    literals: [...present].map((literal) => literals.texts[literal]!),
    evasion: evasionWords(reading.evidence),
    depth: views.depth,
    rules,
  }
}

interface Case extends Explaining {
  readonly request: Request
}

function explainRule(rule: Ready, literals: readonly string[], of: Case): ExplainedRule {
  const isTrue = (node: Node): boolean =>
    decide(node, of.request, (test) => {
      const isHere = test.place === of.reading.place || (rule.isBound && test.place === 'request')
      if (isHere) return of.reading.holds(test)
      return places.some((place) => {
        if (test.place !== place && test.place !== 'request') return false
        of.other.read(of.request[place], place)
        return of.other.holds(test)
      })
    })
  const failed = failures(rule.tree, isTrue)
  return { name: rule.signature.name, literals, holds: failed.length === 0, failed }
}

/** The conditions that would have to be otherwise, in words. */
function failures(node: Node, isTrue: (node: Node) => boolean): readonly string[] {
  if (isTrue(node)) return []
  return node.is === 'and' ? node.of.flatMap((part) => failures(part, isTrue)) : [words(node)]
}

const mostWords = 3
/** Characters of a pattern. */
const mostShown = 60

function words(node: Node): string {
  if (node.is === 'text') return atomWords(node.test.atom)
  if (node.is === 'plain') return atomWords(node.atom)
  if (node.is === 'not') return `not (${words(node.of)})`
  const shown = node.of.slice(0, mostWords).map(words)
  const more = node.of.length > mostWords ? [`${node.of.length - mostWords} more`] : []
  return [...shown, ...more].join(` ${node.is} `)
}

function atomWords({ field, test }: Atom): string {
  const value = String(test.value)
  return `${field} ${test.op} ${value.length > mostShown ? `${value.slice(0, mostShown)}…` : value}`
}

/** A view with the stretches of the original that it does not hold as they are. */
function explainView(view: TextView, logged: string): ExplainedView {
  const changed: { start: number; end: number }[] = []
  for (let i = 0; i < view.length; i++) {
    const start = i === 0 ? 0 : view.ends[i - 1]!
    if (view.starts[i]! > start) changed.push({ start, end: view.starts[i]! })
    const isSame = view.bytes[i] === logged.charCodeAt(view.starts[i]!)
    if (!isSame || view.ends[i]! - view.starts[i]! > 1)
      changed.push({ start: view.starts[i]!, end: view.ends[i]! })
  }
  return { name: view.name, text: view.text, changed: joined(changed) }
}

function joined(
  stretches: readonly { start: number; end: number }[],
): { start: number; end: number }[] {
  const result: { start: number; end: number }[] = []
  for (const stretch of stretches) {
    const last = result.at(-1)
    if (last && stretch.start <= last.end) last.end = Math.max(last.end, stretch.end)
    else result.push({ ...stretch })
  }
  return result
}
