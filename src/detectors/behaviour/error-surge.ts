import { defineDetector, type Detector } from '../../contract/detector.ts'
import { follow, type Level } from '../../stats/level.ts'
import { binomialTail } from '../../stats/tail.ts'
import { figure, finding, percent, reason } from '../behaviour.ts'
import { Memory } from '../memory.ts'
import { anyRequest, serverErrors } from '../where.ts'

interface Options {
  readonly errors: number
  readonly clients: number
  readonly share: number
}
const span = 60_000
const step = 10_000
/** log p below which the errors of one minute are not chance; a day has some ten thousand windows. */
const chance = -14

const detector: Detector<Options> = defineDetector({
  name: 'error-surge',
  about: 'A route answers many different clients with server errors, more than it usually does.',
  options: {
    type: 'object',
    properties: {
      errors: {
        type: 'number',
        default: 8,
        description: 'Server errors in a minute from which it may speak.',
      },
      clients: {
        type: 'number',
        default: 4,
        description: 'Different clients that must see them: one bad client is no outage.',
      },
      share: {
        type: 'number',
        default: 0.15,
        description: 'Share of the requests that must fail.',
      },
    },
  },
  needs: () => [
    { measure: 'count', key: ['host', 'route'], span, step, where: anyRequest, whole: true },
    { measure: 'count', key: ['host', 'route'], span, step, where: serverErrors, whole: true },
    {
      measure: 'distinct',
      of: 'client',
      key: ['host', 'route'],
      span,
      step,
      where: serverErrors,
      whole: true,
    },
  ],
  start(options, saved) {
    const routes = new Memory<Level>(5000, () => ({ mean: 0.005, variance: 0, n: 100 }), saved)
    return {
      close(window, view) {
        const seen = view.value(0)
        if (seen === 0) return undefined
        const errors = view.value(1)
        const key = window.key.join('')
        const usual = routes.peek(key)?.mean ?? 0.005
        const share = errors / seen
        const surge =
          errors >= options.errors &&
          view.value(2) >= options.clients &&
          share >= Math.max(options.share, usual * 4) &&
          binomialTail(errors, seen, usual) < chance
        if (!surge) {
          if (window.start % span === 0) follow(routes.at(key), share, 240)
          return undefined
        }
        return finding({
          detector: 'behaviour/error-surge',
          kind: 'error_surge',
          topic: 'errors',
          severity: share > 0.5 ? 'critical' : 'high',
          score: 0.9,
          confidence: 'high',
          entity: { type: 'host', value: window.key[0]! },
          time: window.end,
          since: window.start,
          count: errors,
          reasons: [
            reason(
              `share of server errors at ${window.key[1]} in 1 min`,
              percent(share),
              percent(usual),
              0.7,
            ),
            reason('different clients that saw them', figure(view.value(2)), '', 0.3),
          ],
        })
      },
      save: () => routes.save(),
    }
  },
})
export default detector
