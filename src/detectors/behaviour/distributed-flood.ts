import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { View } from '../../contract/windows.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Surges } from '../surges.ts'
import { dynamic } from '../where.ts'

interface Options {
  readonly requests: number
  readonly clients: number
  readonly factor: number
}
const span = 10_000
const before = 3_600_000
/** Needs, by what they count. */
const [inSpan, clientsInSpan, inHour, routeInSpan, routeInHour] = [0, 1, 2, 3, 4]
/** Requests in ten seconds of each client; where they are more on average, few flood, not many. */
const each = 12
/** A route that takes part carries this share of the flood. */
const part = 0.1

const detector: Detector<Options> = defineDetector({
  name: 'distributed-flood',
  about:
    'A host gets many times the requests of the hour before, from many clients, within ten seconds.',
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
    { measure: 'count', key: ['host'], span, step: span, where: dynamic },
    { measure: 'distinct', of: 'client', key: ['host'], span, step: span, where: dynamic },
    { measure: 'count', key: ['host'], span: before, step: span, where: dynamic },
    { measure: 'count', key: ['host', 'route'], span, step: span, where: dynamic },
    { measure: 'count', key: ['host', 'route'], span: before, step: span, where: dynamic },
  ],
  start(options, saved) {
    const surges = new Surges(saved)
    /** Requests in ten seconds of the hour before these ten. */
    const lately = (view: View, seconds: number, hour: number): number =>
      (Math.max(0, view.value(hour) - view.value(seconds)) * span) / (before - span)
    const isFlood = (view: View, usual: number): boolean => {
      const seen = view.value(inSpan)
      const limit = Math.max(options.requests, options.factor * usual, usual + 8 * Math.sqrt(usual))
      const clients = view.value(clientsInSpan)
      return seen >= limit && clients >= options.clients && seen <= clients * each
    }
    /** Those who ask for what is always asked for as often are not of the flood. */
    const takesPart = (view: View): boolean =>
      view.value(routeInSpan) >= part * view.value(inSpan) &&
      view.value(routeInSpan) >= options.factor * lately(view, routeInSpan, routeInHour)
    return {
      wakes: [{ need: inSpan, atLeast: options.requests }],
      score(event, view) {
        if (event.kind !== 'request') return undefined
        const usual = surges.usual(event.host, lately(view, inSpan, inHour))
        if (!isFlood(view, usual) || !takesPart(view)) return undefined
        return finding({
          detector: 'behaviour/distributed-flood',
          kind: 'distributed_flood',
          topic: 'volume',
          severity: 'critical',
          score: 0.9,
          entity: { type: 'host', value: event.host },
          time: event.time,
          reasons: [
            reason('requests to the host in 10 s', figure(view.value(inSpan)), figure(usual), 0.6),
            reason('different clients in 10 s', figure(view.value(clientsInSpan)), '', 0.4),
          ],
        })
      },
      learn(event, view) {
        if (event.kind !== 'request' || event.area === 'static') return
        if (view.value(inSpan) < options.requests) return
        const usual = surges.usual(event.host, lately(view, inSpan, inHour))
        surges.note(event.host, isFlood(view, usual), usual)
      },
      save: () => surges.save(),
    }
  },
})
export default detector
