import { defineDetector, type Detector } from '../../contract/detector.ts'
import { follow, type Level } from '../../stats/level.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Memory } from '../memory.ts'
import { failedLogins, isFailedLogin, isLogin } from '../where.ts'

interface Options {
  readonly clients: number
  readonly factor: number
}
const span = 300_000

const detector: Detector<Options> = defineDetector({
  name: 'credential-stuffing',
  about: 'Many addresses fail to log in at one route, each a few times, far more than usual.',
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
    {
      measure: 'count',
      key: ['host', 'route'],
      span: 60_000,
      step: 60_000,
      where: failedLogins,
      whole: true,
    },
  ],
  start(options, saved) {
    /** Failed logins in one minute, per route. */
    const routes = new Memory<Level>(1000, () => ({ mean: 0, variance: 0, n: 0 }), saved)
    const limit = (key: string): number => {
      const usual = routes.peek(key)
      const mean = (usual?.mean ?? 0) * 5
      return Math.max(
        options.clients * 1.5,
        mean * options.factor,
        mean + 6 * Math.sqrt((usual?.variance ?? 0) * 5),
      )
    }
    return {
      wakes: [{ need: 1, atLeast: options.clients }],
      score(event, view) {
        if (event.kind !== 'request' || !isLogin(event) || !isFailedLogin(event)) return undefined
        const key = `${event.host}${event.route}`
        const failed = view.value(0)
        const clients = view.value(1)
        if (clients < options.clients || failed < limit(key) || failed > clients * 8)
          return undefined
        return finding({
          detector: 'behaviour/credential-stuffing',
          kind: 'credential_stuffing',
          topic: 'credentials',
          severity: 'high',
          score: 0.85,
          entity: { type: 'route', value: key },
          time: event.time,
          outcome: 'failed',
          reasons: [
            reason(
              'failed logins at the route in 5 min',
              figure(failed),
              figure((routes.peek(key)?.mean ?? 0) * 5),
              0.6,
            ),
            reason('addresses they came from', figure(clients), '', 0.4),
          ],
        })
      },
      close(window, view) {
        const key = window.key.join('')
        const failed = view.value(2)
        if (failed <= limit(key) / 5) follow(routes.at(key), failed, 120)
        return undefined
      },
      save: () => routes.save(),
    }
  },
})
export default detector
