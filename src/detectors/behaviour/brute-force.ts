import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { Request } from '../../event/request.ts'
import { follow, type Level } from '../../stats/level.ts'
import { binomialTail } from '../../stats/tail.ts'
import { client, figure, finding, percent, reason } from '../behaviour.ts'
import { Begun } from '../begun.ts'
import { Memory } from '../memory.ts'
import { failedLogins, isFailedLogin, isLogin, logins } from '../where.ts'

interface Options {
  readonly attempts: number
}
const span = 600_000
/** Share of failures believed before a route was seen, and how many logins that belief is worth. */
const priorShare = 0.25
const prior = 40
/** log p below which a row of failures is not chance. */
const chance = -9

const routeOf = (r: Request): string => `${r.host}${r.route}`

const detector: Detector<Options> = defineDetector({
  name: 'brute-force',
  about: 'One client fails to log in again and again, far more often than people there usually do.',
  options: {
    type: 'object',
    properties: {
      attempts: {
        type: 'number',
        default: 10,
        description: 'Failed logins in ten minutes from which it may speak.',
      },
    },
  },
  needs: () => [
    { measure: 'count', key: ['client'], span, where: failedLogins },
    { measure: 'count', key: ['client'], span, where: logins },
  ],
  start(options, saved) {
    const state = saved as { routes: unknown; begun: unknown } | undefined
    const routes = new Memory<Level>(
      1000,
      () => ({ mean: priorShare, variance: 0, n: prior }),
      state?.routes,
    )
    const begun = new Begun(state?.begun)
    return {
      learns: logins,
      wakes: [{ need: 1, atLeast: options.attempts }],
      score(event, view) {
        if (event.kind !== 'request' || !isLogin(event)) return undefined
        const failed = view.value(0)
        const tries = view.value(1)
        const usual = routes.peek(routeOf(event))?.mean ?? priorShare
        if (failed < options.attempts || binomialTail(failed, tries, usual) > chance)
          return undefined
        const inside = !isFailedLogin(event) && event.status < 400
        return finding({
          detector: 'behaviour/brute-force',
          kind: inside ? 'account_takeover' : 'brute_force',
          topic: 'credentials',
          severity: inside ? 'critical' : 'high',
          score: 0.9,
          entity: client(event.client),
          time: event.time,
          since: begun.since(event.client, event.time, event.time - span),
          count: tries,
          outcome: inside ? 'succeeded' : 'failed',
          reasons: [
            reason(
              'failed logins of the client in 10 min',
              `${figure(failed)} of ${figure(tries)}`,
              `${percent(usual)} fail`,
            ),
          ],
        })
      },
      learn(event, view) {
        if (event.kind !== 'request' || !isLogin(event)) return
        if (view.value(1) === 1) begun.note(event.client, event.time)
        if (view.value(0) >= options.attempts / 2) return
        follow(routes.at(routeOf(event)), isFailedLogin(event) ? 1 : 0, 2000)
      },
      save: () => ({ routes: routes.save(), begun: begun.save() }),
    }
  },
})
export default detector
