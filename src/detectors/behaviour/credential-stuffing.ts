import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { View } from '../../contract/windows.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Begun } from '../begun.ts'
import { Surges } from '../surges.ts'
import { failedLogins, isFailedLogin, isLogin, logins } from '../where.ts'

interface Options {
  readonly clients: number
  readonly factor: number
}
const span = 300_000
const before = 3_600_000
/** Share of the logins that must fail: a morning on which all log in is none. */
const share = 0.35

/** Failures in five minutes of the hour before these five. */
const lately = (view: View): number =>
  (Math.max(0, view.value(2) - view.value(0)) * span) / (before - span)

const detector: Detector<Options> = defineDetector({
  name: 'credential-stuffing',
  about:
    'Many addresses fail to log in at one route, each a few times, far more than in the hour before.',
  options: {
    type: 'object',
    properties: {
      clients: {
        type: 'number',
        default: 12,
        description: 'Failing addresses in five minutes from which it may speak.',
      },
      factor: {
        type: 'number',
        default: 4,
        description: 'How many times the usual number of failures is too much.',
      },
    },
  },
  needs: () => [
    { measure: 'count', key: ['host', 'route'], span, where: failedLogins },
    { measure: 'distinct', of: 'client', key: ['host', 'route'], span, where: failedLogins },
    { measure: 'count', key: ['host', 'route'], span: before, step: 10_000, where: failedLogins },
    { measure: 'count', key: ['host', 'route'], span, where: logins },
  ],
  start(options, saved) {
    const state = saved as { surges: unknown; begun: unknown } | undefined
    const surges = new Surges(state?.surges)
    const begun = new Begun(state?.begun)
    const isSurge = (view: View, usual: number): boolean => {
      const failed = view.value(0)
      const clients = view.value(1)
      const limit = Math.max(
        options.clients * 1.5,
        usual * options.factor,
        usual + 6 * Math.sqrt(usual),
      )
      const isMost = failed >= share * view.value(3) && failed <= clients * 8
      return clients >= options.clients && failed >= limit && isMost
    }
    return {
      learns: logins,
      wakes: [{ need: 1, atLeast: options.clients }],
      score(event, view) {
        if (event.kind !== 'request' || !isLogin(event) || !isFailedLogin(event)) return undefined
        const key = event.host + event.route
        const usual = surges.usual(key, lately(view))
        if (!isSurge(view, usual)) return undefined
        return finding({
          detector: 'behaviour/credential-stuffing',
          kind: 'credential_stuffing',
          topic: 'credentials',
          severity: 'high',
          score: 0.85,
          entity: { type: 'route', value: key },
          time: event.time,
          since: begun.since(key, event.time, event.time - span),
          count: view.value(0),
          outcome: 'failed',
          reasons: [
            reason(
              'failed logins at the route in 5 min',
              figure(view.value(0)),
              figure(usual),
              0.6,
            ),
            reason('addresses they came from', figure(view.value(1)), '', 0.4),
          ],
        })
      },
      learn(event, view) {
        if (event.kind !== 'request' || !isLogin(event)) return
        const key = event.host + event.route
        if (view.value(0) === 1 && isFailedLogin(event)) begun.note(key, event.time)
        if (view.value(1) < options.clients) return
        const usual = surges.usual(key, lately(view))
        surges.note(key, isSurge(view, usual), usual)
      },
      save: () => ({ surges: surges.save(), begun: begun.save() }),
    }
  },
})
export default detector
