import { defineDetector, type Detector } from '../../contract/detector.ts'
import { follow, type Level } from '../../stats/level.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Memory } from '../memory.ts'
import { anyRequest, dynamic } from '../where.ts'

interface Options {
  readonly requests: number
  readonly clients: number
  readonly factor: number
}
interface State {
  readonly requests: Level
  readonly clients: Level
}
const span = 10_000
const warm = 30

const detector: Detector<Options> = defineDetector({
  name: 'distributed-flood',
  about:
    'A host gets many times its usual requests, from many times its usual clients, within ten seconds.',
  options: {
    type: 'object',
    properties: {
      requests: {
        type: 'number',
        default: 150,
        description: 'Requests in ten seconds from which it may speak.',
      },
      clients: {
        type: 'number',
        default: 20,
        description: 'Different clients they must come from.',
      },
      factor: { type: 'number', default: 4, description: 'How many times the usual is too much.' },
    },
  },
  needs: () => [
    { measure: 'count', key: ['host'], span, step: span, where: dynamic, whole: true },
    {
      measure: 'distinct',
      of: 'client',
      key: ['host'],
      span,
      step: span,
      where: anyRequest,
      whole: true,
    },
  ],
  start(options, saved) {
    const level = (): Level => ({ mean: 0, variance: 0, n: 0 })
    const hosts = new Memory<State>(2000, () => ({ requests: level(), clients: level() }), saved)
    const far = (seen: number, usual: Level, factor: number): boolean =>
      seen >= factor * usual.mean && seen >= usual.mean + 8 * Math.sqrt(usual.variance)
    return {
      close(window, view) {
        const requests = view.value(0)
        const clients = view.value(1)
        const state = hosts.at(window.key[0]!)
        const flood =
          state.requests.n >= warm &&
          requests >= options.requests &&
          clients >= options.clients &&
          far(requests, state.requests, options.factor) &&
          far(clients, state.clients, options.factor / 2)
        if (!flood) {
          follow(state.requests, requests, 240)
          follow(state.clients, clients, 240)
          return undefined
        }
        return finding({
          detector: 'behaviour/distributed-flood',
          kind: 'distributed_flood',
          topic: 'volume',
          severity: 'critical',
          score: 0.9,
          entity: { type: 'host', value: window.key[0]! },
          time: window.end,
          since: window.start,
          count: requests,
          reasons: [
            reason(
              'requests to the host in 10 s',
              figure(requests),
              figure(state.requests.mean),
              0.6,
            ),
            reason('different clients in 10 s', figure(clients), figure(state.clients.mean), 0.4),
          ],
        })
      },
      save: () => hosts.save(),
    }
  },
})
export default detector
