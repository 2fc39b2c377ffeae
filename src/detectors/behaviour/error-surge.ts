import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { View } from '../../contract/windows.ts'
import { binomialTail } from '../../stats/tail.ts'
import { figure, finding, percent, reason } from '../behaviour.ts'
import { Begun } from '../begun.ts'
import { Surges } from '../surges.ts'
import { anyRequest, serverErrors } from '../where.ts'

interface Options {
  readonly errors: number
  readonly clients: number
  readonly share: number
}
const minute = 60_000
const hour = 60 * minute
/** log p below which the errors of one minute are not chance; every server error of a day is asked. */
const chance = -14
/** Share of errors believed of a route, and how many requests that belief is worth. */
const prior = { share: 0.005, requests: 200 }

const before = (view: View): number => {
  const errors = Math.max(0, view.value(3) - view.value(0)) + prior.share * prior.requests
  return errors / (Math.max(0, view.value(4) - view.value(1)) + prior.requests)
}

const detector: Detector<Options> = defineDetector({
  name: 'error-surge',
  about:
    'A route answers many different clients with server errors, more than it did in the hour before.',
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
    { measure: 'count', key: ['host', 'route'], span: minute, where: serverErrors },
    { measure: 'count', key: ['host', 'route'], span: minute, where: anyRequest },
    {
      measure: 'distinct',
      of: 'client',
      key: ['host', 'route'],
      span: minute,
      where: serverErrors,
    },
    { measure: 'count', key: ['host', 'route'], span: hour, step: 10_000, where: serverErrors },
    { measure: 'count', key: ['host', 'route'], span: hour, step: 10_000, where: anyRequest },
  ],
  start(options, saved) {
    const state = saved as { surges: unknown; begun: unknown } | undefined
    const surges = new Surges(state?.surges)
    const begun = new Begun(state?.begun)
    const isSurge = (view: View, usual: number): boolean => {
      const errors = view.value(0)
      const seen = view.value(1)
      return (
        errors >= options.errors &&
        view.value(2) >= options.clients &&
        errors >= seen * Math.max(options.share, Math.min(0.5, usual * 4)) &&
        binomialTail(errors, seen, usual) < chance
      )
    }
    return {
      learns: serverErrors,
      wakes: [{ need: 0, atLeast: options.errors }],
      score(event, view) {
        if (event.kind !== 'request' || event.status < 500) return undefined
        const key = event.host + event.route
        const usual = surges.usual(key, before(view))
        if (!isSurge(view, usual)) return undefined
        const share = view.value(0) / view.value(1)
        return finding({
          detector: 'behaviour/error-surge',
          kind: 'error_surge',
          topic: 'errors',
          severity: share > 0.5 ? 'critical' : 'high',
          score: 0.9,
          confidence: 'high',
          entity: { type: 'host', value: event.host },
          time: event.time,
          since: begun.since(key, event.time, event.time - minute),
          count: view.value(0),
          reasons: [
            reason(
              `share of server errors at ${event.route} in 1 min`,
              percent(share),
              percent(usual),
              0.7,
            ),
            reason('different clients that saw them', figure(view.value(2)), '', 0.3),
          ],
        })
      },
      learn(event, view) {
        if (event.kind !== 'request' || event.status < 500) return
        const key = event.host + event.route
        const errors = view.value(0)
        if (errors === 1) begun.note(key, event.time)
        if (errors < options.errors) return
        const usual = surges.usual(key, before(view))
        surges.note(key, isSurge(view, usual), usual)
      },
      save: () => ({ surges: surges.save(), begun: begun.save() }),
    }
  },
})
export default detector
