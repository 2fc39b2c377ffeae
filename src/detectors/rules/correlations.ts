import { defineDetector, type Detector, type Judge, type Wake } from '../../contract/detector.ts'
import type { View } from '../../contract/windows.ts'
import type { Finding } from '../../event/finding.ts'
import { isBelow, needsOf } from './correlation-needs.ts'
import { reasonsOf } from './correlation-reasons.ts'
import type { Correlation, Rule, Signature } from './rule.ts'
import { type Counted, isReached, keyOf, type Moment, verdictOf } from './reached.ts'
import { createSequence } from './sequence.ts'

/** Each correlation rule as a detector of its own: it sleeps until an event that it counts reaches its threshold. */
export function createCorrelations(rules: readonly Rule[]): Detector[] {
  const signatures = new Map<string, Signature>()
  for (const rule of rules) if (rule.is === 'signature') signatures.set(rule.name, rule)
  const correlations = rules.filter((rule): rule is Correlation => rule.is === 'correlation')
  const byName = new Map(correlations.map((rule) => [rule.name, rule]))
  return correlations
    .filter(({ silent }) => !silent)
    .map((rule) => {
      const isNested = rule.of.some((name) => byName.has(name))
      if (isNested || rule.type === 'ordered') return createSequence(rule, signatures, byName)
      return createCorrelation(rule, signatures)
    })
}

function createCorrelation(
  rule: Correlation,
  signatures: ReadonlyMap<string, Signature>,
): Detector {
  const { measures, count } = needsOf(rule, signatures)
  const counted: Counted = { rule, measures: measures.map((_, i) => i), count: measures.length }
  return defineDetector({
    name: rule.name,
    about: rule.description,
    options: { type: 'object', properties: {} },
    needs: () => [...measures, count],
    start: () => ({ ...judgeOf(counted), save: () => undefined }),
  })
}

/** Rules about few of something are judged when a window ends, others at events that they count. */
function judgeOf(counted: Counted): Omit<Judge, 'save'> {
  const { rule } = counted
  if (isBelow(rule))
    return {
      close: ({ key, end }, view) =>
        isReached(counted, view)
          ? findingOf(counted, { time: end, value: key[0] ?? '' }, view)
          : undefined,
    }
  return {
    wakes: [wakeOf(counted)],
    score: (event, view) =>
      isReached(counted, view)
        ? findingOf(counted, { time: event.time, value: keyOf(rule, event)[0]! }, view)
        : undefined,
  }
}

/** Only an event that the rule counts wakes it. */
function wakeOf({ rule, measures, count }: Counted): Wake {
  if (rule.type === 'temporal') return { need: count, atLeast: rule.of.length }
  return { need: measures[0]!, atLeast: rule.threshold.value }
}

function findingOf({ rule, measures, count }: Counted, at: Moment, view: View): Finding {
  const seen = view.value(measures[0]!)
  const events = Math.max(1, Math.round(view.value(count)))
  // a leaky level is no number of events in a stretch of time
  const isLeaky = rule.type === 'leaky'
  return {
    ...verdictOf(rule, at),
    since: isLeaky ? at.time : at.time - rule.span,
    count: isLeaky ? 1 : events,
    reasons: reasonsOf(rule, seen, events),
  }
}
