import { defineDetector, type Detector } from '../../contract/detector.ts'
import { follow, type Level } from '../../stats/level.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Memory } from '../memory.ts'
import { anyRequest } from '../where.ts'

interface Options {
  readonly requests: number
  readonly drop: number
}
interface State {
  /** Requests in one step. */
  readonly usual: Level
  /** Steps in a row without any request, and with far too few. */
  silent: number
  low: number
  /** Requests seen and usually seen in those steps. */
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
      requests: {
        type: 'number',
        default: 30,
        description: 'Requests that must be missing before it speaks.',
      },
      drop: {
        type: 'number',
        default: 0.3,
        description: 'Share of the usual traffic that counts as a drop.',
      },
    },
  },
  needs: () => [
    { measure: 'count', key: ['host'], span: step, step, where: anyRequest, whole: true },
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
          follow(usual, seen, 90)
          return undefined
        }
        state.low++
        state.silent = seen === 0 ? state.silent + 1 : 0
        state.seen += seen
        state.missed += usual.mean - seen
        // Traffic comes in clumps: ask for more missing requests the more the usual numbers spread.
        const clump = Math.max(1, usual.variance / Math.max(usual.mean, 0.1))
        const need = options.requests * clump
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
              `requests to the host in ${figure((silence ? state.silent : state.low) * 10)} s`,
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
