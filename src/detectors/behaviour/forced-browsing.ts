import { defineDetector, type Detector } from '../../contract/detector.ts'
import { client, figure, finding, reason } from '../behaviour.ts'
import { Begun } from '../begun.ts'
import { isRefused, refused, served } from '../where.ts'

interface Options {
  readonly paths: number
  readonly slow: number
}

const minute = 60_000
const hours = 10_800_000
/** A slow prober asks for little else: requests served in ten minutes. */
const few = 3

const detector: Detector<Options> = defineDetector({
  name: 'forced-browsing',
  about:
    'One client asks for many different things that are not there or not for it, in a minute or over hours.',
  options: {
    type: 'object',
    properties: {
      paths: {
        type: 'number',
        default: 12,
        description: 'Different refused targets in a minute from which it may speak.',
      },
      slow: {
        type: 'number',
        default: 14,
        description: 'Different refused targets in three hours from which slow probing is seen.',
      },
    },
  },
  needs: () => [
    { measure: 'distinct', of: 'target', key: ['client'], span: minute, where: refused },
    { measure: 'count', key: ['client'], span: minute, where: served },
    { measure: 'distinct', of: 'target', key: ['client'], span: hours, where: refused },
    { measure: 'count', key: ['client'], span: 600_000, where: served },
  ],
  start(options, saved) {
    const begun = new Begun(saved)
    return {
      learns: refused,
      wakes: [
        { need: 0, atLeast: options.paths },
        { need: 2, atLeast: options.slow },
      ],
      score(event, view) {
        if (event.kind !== 'request' || !isRefused(event)) return undefined
        const paths = view.value(0)
        const fast = paths >= options.paths && paths * 3 > view.value(1)
        const slow = view.value(2) >= options.slow && view.value(3) <= few
        if (!fast && !slow) return undefined
        return finding({
          detector: 'behaviour/forced-browsing',
          kind: 'forced_browsing',
          topic: 'web-attack',
          severity: 'medium',
          score: 0.75,
          entity: client(event.client),
          time: event.time,
          since: begun.since(event.client, event.time, event.time - (fast ? minute : hours)),
          count: fast ? paths : view.value(2),
          outcome: 'failed',
          reasons: fast
            ? [reason('different refused targets of the client in 1 min', figure(paths), 'a few')]
            : [
                reason(
                  'different refused targets of the client in 3 h',
                  figure(view.value(2)),
                  `served ${figure(view.value(3))}`,
                ),
              ],
        })
      },
      learn(event, view) {
        if (event.kind !== 'request' || !isRefused(event)) return
        if (view.value(2) === 1 && view.value(0) === 1) begun.note(event.client, event.time)
      },
      save: () => begun.save(),
    }
  },
})
export default detector
