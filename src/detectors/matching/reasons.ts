import type { Event } from '../../event/event.ts'
import type { Reason } from '../../event/finding.ts'
import { copy } from '../../text/copy.ts'
import type { Atom, Condition } from '../rules/rule.ts'
import { evasionWords } from './judgement.ts'
import type { Place } from './place.ts'
import { valueOf } from './plain-atom.ts'
import type { Found } from './found.ts'
import type { Reading } from './reading.ts'
import type { Ready } from './ready.ts'
import type { TextAtom } from './text-atom.ts'
import { type Node, remainder } from './tree.ts'

/** Characters shown before and behind a match, and of it. */
const around = 24
const mostShown = 160

/** Why a rule held for the text that is being read: its longest match there. */
export function reasonIn(rule: Ready, reading: Reading): Reason {
  const found = matchesOf(rule.tree, reading, rule.isBound)
    .map((test) => reading.find(test))
    .reduce<Found | undefined>(longer, undefined)
  const field = `request.${reading.place}`
  if (!found) return { field, seen: excerpt(reading.text, 0, 0), usual: '', weight: 1 }
  const { view, stretch, start, end } = found
  return {
    field,
    seen: excerpt(view.text, stretch.start, stretch.end),
    usual: '',
    weight: 1,
    matched: {
      raw: copy(reading.text.slice(start, Math.min(end, start + mostShown * 3))),
      decoded: copy(
        view.text.slice(stretch.start, Math.min(stretch.end, stretch.start + mostShown)),
      ),
      start,
      end,
    },
  }
}

/** Why a rule without tests of text held: the first of its tests that did. */
export function plainReason(node: Node, event: Event): Reason {
  return seenIn(firstHeld(node, event)?.field ?? '', event)
}

function firstHeld(node: Node, event: Event): Atom | undefined {
  if (node.is === 'plain') return node.test(event) ? node.atom : undefined
  if (node.is === 'text' || node.is === 'not') return undefined
  for (const part of node.of) {
    const atom = firstHeld(part, event)
    if (atom) return atom
  }
  return undefined
}

/** Why a rule held for an event that is no request: the first field it asks for that the event has. */
export function otherReason(condition: Condition, event: Event): Reason {
  return seenIn(atomsOf(condition).find((atom) => valueOf(event, atom.field))?.field ?? '', event)
}

function atomsOf(condition: Condition): readonly Atom[] {
  if (condition.is === 'atom') return [condition]
  return condition.is === 'not' ? [] : condition.of.flatMap(atomsOf)
}

function seenIn(field: string, event: Event): Reason {
  const seen = copy(String(valueOf(event, field) ?? ''))
  return { field: `${event.kind}.${field}`, seen, usual: '', weight: 1 }
}

/** Why a text that hides something is worth a note. */
export function evasionReason(evidence: number, place: Place, text: string): Reason {
  const seen = `${evasionWords(evidence)}: ${excerpt(text, 0, 0)}`
  return { field: `request.${place}`, seen, usual: '', weight: 1 }
}

/** Tests of the text at hand that hold and are needed as they are: not those under a 'not'. */
function matchesOf(node: Node, reading: Reading, isBound: boolean): readonly TextAtom[] {
  if (node.is === 'text') return remainder(node, reading, isBound) === true ? [node.test] : []
  if (node.is === 'plain' || node.is === 'not') return []
  if (node.is === 'and') return node.of.flatMap((part) => matchesOf(part, reading, isBound))
  const first = node.of.find((part) => remainder(part, reading, isBound) === true)
  return first ? matchesOf(first, reading, isBound) : []
}

function lengthOf({ stretch }: Found): number {
  return stretch.end - stretch.start
}

function longer(best: Found | undefined, found: Found | undefined): Found | undefined {
  if (!best || !found) return best ?? found
  return lengthOf(found) > lengthOf(best) ? found : best
}

function excerpt(text: string, start: number, end: number): string {
  const from = Math.max(0, start - around)
  return copy(text.slice(from, Math.min(Math.max(end, start) + around, from + mostShown)))
}
