import { defineDetector, type Detector } from '../../contract/detector.ts'
import { follow, type Level } from '../../stats/level.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Memory } from '../memory.ts'
import { timed } from '../where.ts'

interface Options {
  readonly requests: number
  readonly factor: number
}
interface State {
  readonly usual: Level
  /** Slow windows in a row. */
  slow: number
}
const span = 60_000
/** However much a route's times spread, so much slower is slow: e to this power. */
const most = 1.8
/** Windows before it may speak. */
const warm = 10

const detector: Detector<Options> = defineDetector({
  name: 'latency-regression',
  about:
    'The median answer of a route takes far longer than it usually does, two minutes in a row.',
  options: {
    type: 'object',
    properties: {
      requests: {
        type: 'number',
        default: 12,
        description: 'Requests in a minute from which a median is believed.',
      },
      factor: {
        type: 'number',
        default: 2.5,
        description: 'How many times the usual median is too slow.',
      },
    },
  },
  needs: () => [
    {
      measure: 'quantile',
      quantile: 0.5,
      of: 'duration',
      key: ['host', 'route'],
      span,
      step: span,
      where: timed,
      whole: true,
    },
    { measure: 'count', key: ['host', 'route'], span, step: span, where: timed, whole: true },
  ],
  start(options, saved) {
    /** Levels of the natural logarithm of the median, in milliseconds. */
    const routes = new Memory<State>(
      5000,
      () => ({ usual: { mean: 0, variance: 0, n: 0 }, slow: 0 }),
      saved,
    )
    return {
      close(window, view) {
        if (view.value(1) < options.requests) return undefined
        const median = view.value(0)
        const state = routes.at(window.key.join(''))
        const { usual } = state
        const off = Math.log(Math.max(1, median)) - usual.mean
        const spread = Math.min(most, 5 * Math.sqrt(usual.variance + 0.01))
        if (usual.n < warm || off < Math.max(Math.log(options.factor), spread)) {
          state.slow = 0
          // One odd window must not widen what counts as usual.
          follow(usual, usual.n === 0 ? off : usual.mean + Math.max(-1, Math.min(1, off)), 120)
          return undefined
        }
        if (++state.slow < 2) return undefined
        return finding({
          detector: 'behaviour/latency-regression',
          kind: 'latency_regression',
          topic: 'latency',
          severity: off > Math.log(options.factor * 3) ? 'high' : 'medium',
          score: 0.8,
          entity: { type: 'host', value: window.key[0]! },
          time: window.end,
          since: window.start,
          count: view.value(1),
          reasons: [
            reason(
              `median time of ${window.key[1]} in 1 min`,
              `${figure(median)} ms`,
              `${figure(Math.exp(usual.mean))} ms`,
            ),
          ],
        })
      },
      save: () => routes.save(),
    }
  },
})
export default detector
