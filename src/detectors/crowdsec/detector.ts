import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { Need } from '../../contract/windows.ts'
import type { Event } from '../../event/event.ts'
import type { Finding, Reason } from '../../event/finding.ts'
import { Buckets } from './buckets.ts'
import { Facts, type Program } from './expressions/facts.ts'
import type { Overflow } from './overflow.ts'
import type { Scenario } from './scenario.ts'
import { entityOf } from './sources.ts'

interface Options {
  readonly keys: number
}

interface Saved {
  readonly buckets: Readonly<Record<string, unknown>>
  readonly now: number
}

/** Overflows that one event may bring, with those that overflows bring. */
const mostOverflows = 256
/** How often counters look whether their time is over, when no events come. */
const minute = 60_000

const none: readonly number[] = []
const tick: Need = { measure: 'count', key: [], span: minute, step: minute, whole: true }

/**
 * All scenarios as one detector: they share what they find out about an event, and see each other's
 * overflows. Its findings carry the scenarios' names.
 */
export function createCrowdsec(
  scenarios: readonly Scenario[],
  program: Program,
): Detector<Options> {
  const hasCounters = scenarios.some(({ type }) => type === 'counter')
  return defineDetector<Options>({
    name: 'crowdsec',
    about: `${scenarios.length} scenarios of CrowdSec.`,
    options: {
      type: 'object',
      properties: {
        keys: {
          type: 'number',
          default: 10_000,
          minimum: 1,
          description: 'Buckets that one scenario may have at a time.',
        },
      },
    },
    needs: () => (hasCounters ? [tick] : []),
    start({ keys }, saved) {
      const run = new Scenarios(scenarios, program, { keys }, saved)
      return {
        score: (event) => run.score(event),
        ...(hasCounters && { close: ({ end }: { end: number }) => run.pass(end) }),
        save: () => run.save(),
      }
    },
  })
}

/** Scenarios at work on one stream of events. */
class Scenarios {
  readonly #scenarios: readonly Scenario[]
  readonly #counters: readonly number[]
  readonly #buckets: readonly Buckets[]
  readonly #facts: Facts
  /** Scenarios that are tried for every event. */
  readonly #always: readonly number[]
  /** By haystack and literal: the scenarios that it leads to. */
  readonly #led: readonly (readonly (readonly number[] | undefined)[])[]
  /** Scenarios to try for the event at hand, in their order. */
  readonly #tried: number[] = []
  #now: number

  constructor(scenarios: readonly Scenario[], program: Program, { keys }: Options, saved: unknown) {
    const state = saved as Saved | undefined
    this.#scenarios = scenarios
    this.#counters = [...scenarios.keys()].filter((i) => scenarios[i]!.type === 'counter')
    this.#buckets = scenarios.map((one) => new Buckets(one, keys, state?.buckets[one.name]))
    this.#facts = new Facts(program)
    const led = program.haystacks.map((): number[][] => [])
    this.#always = scenarios.flatMap(({ guard }, i) => {
      if (!guard?.every(({ haystack }) => haystack.automaton !== undefined)) return [i]
      for (const { haystack, literals } of guard)
        for (const literal of literals) (led[haystack.number]![literal] ??= []).push(i)
      return []
    })
    this.#led = led
    this.#now = state?.now ?? Number.NEGATIVE_INFINITY
  }

  save(): unknown {
    const buckets = this.#scenarios.map(({ name }, i) => [name, this.#buckets[i]!.save()] as const)
    return { buckets: Object.fromEntries(buckets), now: this.#now } satisfies Saved
  }

  /** Most events interest no scenario. */
  score(event: Event): readonly Finding[] | undefined {
    const { kind, time } = event
    if (time !== time || (kind !== 'request' && kind !== 'error')) return undefined
    const due = this.#counters.length > 0 ? this.pass(time) : undefined
    this.#facts.begin(event, undefined)
    this.#lead(this.#facts)
    const overflows = this.#pour(time)
    if (overflows === undefined) return due
    const last = kind === 'request' ? event.target : event.reason
    return [...(due ?? []), ...this.#tell(overflows, last)]
  }

  #pour(time: number): Overflow[] | undefined {
    let overflows: Overflow[] | undefined
    for (const i of this.#tried) {
      const { filter } = this.#scenarios[i]!
      if (filter !== undefined && filter(this.#facts) !== true) continue
      const overflow = this.#buckets[i]!.pour(this.#facts, time)
      if (overflow) (overflows ??= []).push(overflow)
    }
    return overflows
  }

  /** Notes which scenarios could hold for the event at hand. */
  #lead(facts: Facts): void {
    const tried = this.#tried
    tried.length = 0
    for (const i of this.#always) tried.push(i)
    const before = tried.length
    for (let number = 0; number < this.#led.length; number++) this.#leadFrom(facts, number)
    if (tried.length > before) tried.sort((a, b) => a - b)
  }

  #leadFrom(facts: Facts, number: number): void {
    const led = this.#led[number]!
    const hits = led.length > 0 ? facts.hits(number) : undefined
    if (hits === undefined) return
    for (let h = 0; h < hits.count; h++)
      for (const i of led[hits.found[h]!] ?? none) if (!this.#tried.includes(i)) this.#tried.push(i)
  }

  /** Counters whose time is over speak. */
  pass(time: number): readonly Finding[] | undefined {
    if (!(time > this.#now)) return undefined
    this.#now = time
    this.#facts.begin(undefined, undefined)
    const overflows = this.#counters.flatMap((i) => this.#buckets[i]!.due(this.#facts, time))
    return overflows.length > 0 ? this.#tell(overflows, '') : undefined
  }

  /** Findings of overflows, and of those that other scenarios make of them. */
  #tell(overflows: Overflow[], last: string): readonly Finding[] {
    const byName = new Map(this.#scenarios.map((scenario) => [scenario.name, scenario]))
    for (let at = 0; at < overflows.length; at++) {
      const overflow = overflows[at]!
      if (!byName.get(overflow.scenario)!.reprocess) continue
      this.#facts.begin(undefined, overflow)
      this.#scenarios.forEach(({ filter }, i) => {
        if (overflows.length >= mostOverflows) return
        if (filter !== undefined && filter(this.#facts) !== true) return
        const next = this.#buckets[i]!.pour(this.#facts, overflow.time)
        if (next) overflows.push(next)
      })
    }
    return overflows.flatMap((overflow) =>
      findingsOf(byName.get(overflow.scenario)!, overflow, last),
    )
  }
}

function findingsOf(scenario: Scenario, overflow: Overflow, last: string): Finding[] {
  const { kind, topic, severity, confidence, score } = scenario.about
  return overflow.sources.map((source) => ({
    detector: scenario.name,
    kind,
    topic,
    score,
    severity,
    confidence,
    entity: entityOf(source),
    time: overflow.time,
    since: Math.min(overflow.since, overflow.time),
    count: overflow.count,
    reasons: reasonsOf(scenario, overflow, last),
    outcome: 'unknown',
    note: score < 0.5,
  }))
}

function reasonsOf(scenario: Scenario, { count, since, time }: Overflow, last: string): Reason[] {
  const { description, capacity, type, leak } = scenario
  const isLeaky = type === 'leaky'
  const stretch = `${Math.max(0, time - since) / 1000} s`
  const events = count === 1 ? '1 event' : `${count} events in ${stretch}`
  return [
    {
      field: 'scenario',
      seen: type === 'trigger' ? description : `${description}: ${events}`,
      usual: isLeaky ? `${capacity} events, and one more every ${leak / 1000} s` : '',
      weight: 1,
    },
    ...(last === ''
      ? []
      : [{ field: 'last event', seen: last.slice(0, 200), usual: '', weight: 0 }]),
  ]
}
