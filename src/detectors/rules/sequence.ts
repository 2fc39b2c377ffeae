import { defineDetector, type Detector, type Judge } from '../../contract/detector.ts'
import type { Need, View } from '../../contract/windows.ts'
import type { Event } from '../../event/event.ts'
import type { Finding } from '../../event/finding.ts'
import { compileCondition } from '../matching/condition.ts'
import { valueOf } from '../matching/plain-atom.ts'
import { Memory } from '../memory.ts'
import { needsOf } from './correlation-needs.ts'
import { type Counted, isEnough, isReached, keyOf, verdictOf } from './reached.ts'
import type { Correlation, Signature } from './rule.ts'

const mostKeys = 20_000
/** Happenings remembered of one key. */
const mostKept = 200

/** That one of the rules that count held: which, when, and the value that is counted. */
interface Happening {
  readonly step: number
  readonly time: number
  readonly value: string
}

/** One of the rules that count: whether it holds at an event. */
interface Step {
  readonly name: string
  /** A rule that goes on holding counts once in so many milliseconds. */
  readonly pause: number
  holds(event: Event, view: View): boolean
}

/**
 * A correlation that windows cannot answer: rules in their order, or correlations of correlations.
 * What held for each key is remembered, within bounds.
 */
export function createSequence(
  rule: Correlation,
  signatures: ReadonlyMap<string, Signature>,
  correlations: ReadonlyMap<string, Correlation>,
): Detector {
  const needs: Need[] = []
  const steps = rule.of.map((name): Step => {
    const signature = signatures.get(name)
    const inner = correlations.get(name)
    return inner
      ? stepOf(inner, signatures, needs)
      : { name, pause: 0, holds: compileCondition(signature!.condition) }
  })
  return defineDetector({
    name: rule.name,
    about: rule.description,
    options: { type: 'object', properties: {} },
    needs: () => needs,
    start: (_, saved) => createJudge(rule, steps, saved),
  })
}

/** A correlation as a step: it holds at events that it counts while its threshold is reached. */
function stepOf(
  inner: Correlation,
  signatures: ReadonlyMap<string, Signature>,
  needs: Need[],
): Step {
  const { measures, count } = needsOf(inner, signatures)
  const from = needs.length
  needs.push(...measures, count)
  const counted: Counted = {
    rule: inner,
    measures: measures.map((_, i) => from + i),
    count: from + measures.length,
  }
  const counts = inner.of.flatMap((name) => {
    const signature = signatures.get(name)
    return signature ? compileCondition(signature.condition) : []
  })
  return {
    name: inner.name,
    pause: inner.span,
    holds: (event, view) => counts.some((test) => test(event)) && isReached(counted, view),
  }
}

function createJudge(rule: Correlation, steps: readonly Step[], saved: unknown): Judge {
  const memory = new Memory<Happening[]>(mostKeys, () => [], saved)
  /** What is remembered of the key once an event has happened; undefined when it is no step. */
  const after = (event: Event, view: View): readonly Happening[] | undefined => {
    const held = steps.flatMap((step, i) => (step.holds(event, view) ? i : []))
    if (held.length === 0) return undefined
    const known = memory.peek(keyOf(rule, event).join('\0')) ?? []
    const recent = known.filter(({ time }) => time > event.time - rule.span)
    const value = String(valueOf(event, rule.field) ?? '')
    const fresh = held
      .filter(
        (step) =>
          !recent.some((one) => one.step === step && one.time > event.time - steps[step]!.pause),
      )
      .map((step): Happening => ({ step, time: event.time, value }))
    return fresh.length === 0 ? undefined : [...recent, ...fresh].slice(-mostKept)
  }
  return {
    score: (event, view) => {
      const happened = after(event, view)
      return happened && isComplete(rule, happened) ? findingOf(rule, event, happened) : undefined
    },
    learn: (event, view) => {
      const happened = after(event, view)
      if (happened) memory.at(keyOf(rule, event).join('\0')).splice(0, Infinity, ...happened)
    },
    save: () => memory.save(),
  }
}

function isComplete(rule: Correlation, happened: readonly Happening[]): boolean {
  const { type, of } = rule
  if (type === 'temporal') return of.every((_, i) => happened.some(({ step }) => step === i))
  if (type === 'ordered') return isInOrder(of.length, happened)
  const isDistinct = type === 'value_count'
  const seen = isDistinct ? new Set(happened.map(({ value }) => value)).size : happened.length
  return isEnough(rule, seen)
}

/** Whether each step follows the one before it, at another event or later in the same. */
function isInOrder(steps: number, happened: readonly Happening[]): boolean {
  let next = 0
  for (const { step } of happened) if (step === next) next++
  return next === steps
}

function findingOf(rule: Correlation, event: Event, happened: readonly Happening[]): Finding {
  const order = rule.type === 'ordered' ? ' in this order' : ''
  return {
    ...verdictOf(rule, { time: event.time, value: keyOf(rule, event)[0]! }),
    since: Math.min(...happened.map(({ time }) => time)),
    count: happened.length,
    reasons: [
      {
        field: `seen together${order} within ${rule.span / 1000} s`,
        seen: [...new Set(happened.map(({ step }) => rule.of[step]!))].join(', '),
        usual: 'not together',
        weight: 1,
      },
    ],
  }
}
