import { defineDetector, type Detector } from '../../contract/detector.ts'
import { follow, type Level } from '../../stats/level.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Memory } from '../memory.ts'
import { anyRequest } from '../where.ts'

interface Options {
  readonly visits: number
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
const step = 10_000
const warm = 60

const detector: Detector<Options> = defineDetector({
  name: 'source-silence',
  about:
    'A host that usually answers all the time falls silent, or its traffic drops to a fraction.',
  options: {
    type: 'object',
    properties: {
      visits: {
        type: 'number',
        default: 30,
        description: 'Visits (clients in ten seconds) that must be missing before it speaks.',
      },
      drop: {
        type: 'number',
        default: 0.3,
        description: 'Share of the usual traffic that counts as a drop.',
      },
    },
  },
  // Clients, not requests: one crawler that goes home is no drop.
  needs: () => [
    {
      measure: 'distinct',
      of: 'client',
      key: ['host'],
      span: step,
      step,
      where: anyRequest,
      whole: true,
      // An hour of emptiness is told of; who is away for longer is gone.
      idle: 360,
    },
  ],
  start(options, saved) {
    const hosts = new Memory<State>(
      2000,
      () => ({ usual: { mean: 0, variance: 0, n: 0 }, silent: 0, low: 0, seen: 0, missed: 0 }),
      saved,
    )
    return {
      close(window, view) {
        const host = window.key[0]!
        const seen = view.value(0)
        const state = hosts.at(host)
        const { usual } = state
        if (usual.n < warm || seen > usual.mean * options.drop) {
          Object.assign(state, { silent: 0, low: 0, seen: 0, missed: 0 })
          // A surge is no new usual: what follows it would look like a drop.
          follow(
            usual,
            usual.n < warm ? seen : Math.min(seen, usual.mean + 2 * Math.sqrt(usual.variance) + 1),
            90,
          )
          return undefined
        }
        state.low++
        state.silent = seen === 0 ? state.silent + 1 : 0
        state.seen += seen
        state.missed += usual.mean - seen
        // Traffic comes in clumps: ask for more missing ones the more the usual numbers spread.
        const clump = Math.max(1, usual.variance / Math.max(usual.mean, 0.1))
        const need = options.visits * clump
        const silence = state.silent * usual.mean >= need
        if (!silence && (state.low < 12 || state.missed < need * 2)) return undefined
        return finding({
          detector: 'behaviour/source-silence',
          kind: silence ? 'source_silence' : 'traffic_drop',
          topic: 'traffic',
          severity: silence ? 'high' : 'medium',
          score: 0.85,
          entity: { type: 'host', value: host },
          time: window.end,
          since: window.end - (silence ? state.silent : state.low) * step,
          count: 0,
          reasons: [
            reason(
              `visits to the host in ${figure((silence ? state.silent : state.low) * 10)} s`,
              figure(silence ? 0 : state.seen),
              figure(usual.mean * (silence ? state.silent : state.low)),
            ),
          ],
        })
      },
      save: () => hosts.save(),
    }
  },
})
export default detector
