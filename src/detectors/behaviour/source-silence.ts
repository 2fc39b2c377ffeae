import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { Finding } from '../../event/finding.ts'
import { follow, type Level } from '../../stats/level.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Memory } from '../memory.ts'
import { anyRequest } from '../where.ts'

interface Options {
  readonly visits: number
  readonly busy: number
  readonly drop: number
}
interface State {
  /** Different clients in one step. */
  readonly usual: Level
  /** Steps in a row without any request, and with far too few. */
  silent: number
  low: number
  /** Clients seen, and missed, in those steps, summed. */
  seen: number
  missed: number
}
const step = 20_000
/** Steps before it may speak, steps that its usual remembers, and steps that make a drop. */
const [warm, memory, lasting] = [30, 45, 6]

const detector: Detector<Options> = defineDetector({
  name: 'source-silence',
  about:
    'A host that is asked by several clients at any time falls silent, or its visits drop to a fraction.',
  options: {
    type: 'object',
    properties: {
      visits: {
        type: 'number',
        default: 30,
        description: 'Visits (clients in 20 s) that must be missing before it speaks.',
      },
      busy: {
        type: 'number',
        default: 4,
        description: 'Clients in 20 s that a host must usually have: few may all leave at once.',
      },
      drop: {
        type: 'number',
        default: 0.3,
        description: 'Share of the usual visits that counts as a drop.',
      },
    },
  },
  needs: () => [
    // Clients, not requests: one crawler that goes home is no drop.
    // Ten minutes of emptiness are told of: a busy host is missed long before.
    {
      measure: 'distinct',
      of: 'client',
      key: ['host'],
      span: step,
      step,
      where: anyRequest,
      whole: true,
      idle: 30,
    },
  ],
  start(options, saved) {
    const hosts = new Memory<State>(
      2000,
      () => ({ usual: { mean: 0, variance: 0, n: 0 }, silent: 0, low: 0, seen: 0, missed: 0 }),
      saved,
    )
    const isLow = ({ usual }: State, seen: number): boolean =>
      usual.n >= warm && usual.mean >= options.busy && seen <= usual.mean * options.drop
    const isSpoken = ({ usual, silent, low, missed }: State): boolean => {
      // Traffic comes in clumps: ask for more missing ones the more the usual numbers spread.
      const need = options.visits * Math.max(1, usual.variance / usual.mean)
      return silent * usual.mean >= need || (low >= lasting && missed >= need * 2)
    }
    return {
      close({ key, end }, view) {
        const seen = view.value(0)
        const state = hosts.at(key[0]!)
        if (!isLow(state, seen)) {
          recover(state, seen)
          return undefined
        }
        state.low++
        state.silent = seen === 0 ? state.silent + 1 : 0
        state.seen += seen
        state.missed += state.usual.mean - seen
        return isSpoken(state) ? say(key[0]!, end, state) : undefined
      },
      save: () => hosts.save(),
    }
  },
})
export default detector

/** Visits are as usual: learns them. A surge is no new usual, or what follows it would look like a drop. */
function recover(state: State, seen: number): void {
  Object.assign(state, { silent: 0, low: 0, seen: 0, missed: 0 })
  const { usual } = state
  const most = usual.n < warm ? seen : usual.mean + 2 * Math.sqrt(usual.variance) + 1
  follow(usual, Math.min(seen, most), memory)
}

function say(host: string, time: number, { usual, silent, low, seen }: State): Finding {
  const isSilent = silent >= low - 1
  const steps = isSilent ? silent : low
  return finding({
    detector: 'behaviour/source-silence',
    kind: isSilent ? 'source_silence' : 'traffic_drop',
    topic: 'traffic',
    severity: isSilent ? 'high' : 'medium',
    score: 0.85,
    entity: { type: 'host', value: host },
    time,
    since: time - steps * step,
    count: 0,
    reasons: [
      reason(
        `visits to the host in ${figure((steps * step) / 1000)} s`,
        figure(isSilent ? 0 : seen),
        figure(usual.mean * steps),
      ),
    ],
  })
}
