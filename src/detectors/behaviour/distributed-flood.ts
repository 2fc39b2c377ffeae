import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { View } from '../../contract/windows.ts'
import { figure, finding, reason } from '../behaviour.ts'
import { Observed } from '../observed.ts'
import { Surges } from '../surges.ts'
import { dynamic } from '../where.ts'

interface Options {
  readonly requests: number
  readonly clients: number
  readonly factor: number
  readonly warmUp: number
}
const span = 10_000
const before = 3_600_000
/** Needs, by what they count. */
const [inSpan, clientsInSpan, inHour, routeInSpan, routeInHour, ofClient] = [0, 1, 2, 3, 4, 5]
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
        description:
          'Requests in ten seconds, without those of the busiest client, from which it may speak.',
      },
      clients: {
        type: 'number',
        default: 20,
        description: 'Different clients they must come from.',
      },
      factor: { type: 'number', default: 4, description: 'How many times the usual is too much.' },
      warmUp: {
        type: 'number',
        format: 'duration',
        default: 600_000,
        description: 'How long a host must be observed before it has a usual.',
      },
    },
  },
  needs: () => [
    { measure: 'count', key: ['host'], span, step: span, where: dynamic },
    { measure: 'distinct', of: 'client', key: ['host'], span, step: span, where: dynamic },
    { measure: 'count', key: ['host'], span: before, step: span, where: dynamic },
    { measure: 'count', key: ['host', 'route'], span, step: span, where: dynamic },
    { measure: 'count', key: ['host', 'route'], span: before, step: span, where: dynamic },
    { measure: 'count', key: ['client'], span, step: span, where: dynamic },
  ],
  start(options, saved) {
    const state = saved as
      | { surges: unknown; observed: unknown; busiest: { pane: number; requests: number } }
      | undefined
    const surges = new Surges(state?.surges)
    const observed = new Observed(state?.observed)
    /** The busiest client of these ten seconds: one that floods alone is not many. */
    const busiest = { pane: 0, requests: 0, ...state?.busiest }
    /** Requests in ten seconds of the time before these ten, as far as it was observed. */
    const lately = (
      host: string,
      view: View,
      [seconds, hour]: readonly [number, number],
    ): number => {
      const seen = Math.min(before, observed.for(host, view.now))
      if (seen < options.warmUp) return Infinity
      return (Math.max(0, view.value(hour) - view.value(seconds)) * span) / (seen - span)
    }
    const isFlood = (view: View, usual: number): boolean => {
      const seen = view.value(inSpan) - busiest.requests
      const limit = Math.max(options.requests, options.factor * usual, usual + 8 * Math.sqrt(usual))
      return seen >= limit && view.value(clientsInSpan) >= options.clients
    }
    /** Those who ask for what is always asked for as often are not of the flood. */
    const takesPart = (host: string, view: View): boolean =>
      view.value(routeInSpan) >= part * view.value(inSpan) &&
      view.value(routeInSpan) >= options.factor * lately(host, view, [routeInSpan, routeInHour])
    return {
      learns: dynamic,
      wakes: [{ need: inSpan, atLeast: options.requests }],
      score(event, view) {
        if (event.kind !== 'request') return undefined
        const usual = surges.usual(event.host, lately(event.host, view, [inSpan, inHour]))
        if (!isFlood(view, usual) || !takesPart(event.host, view)) return undefined
        return finding({
          detector: 'behaviour/distributed-flood',
          kind: 'distributed_flood',
          topic: 'volume',
          severity: 'critical',
          score: 0.9,
          entity: { type: 'host', value: event.host },
          time: event.time,
          since: Math.min(event.time, Math.floor(view.now / span) * span),
          count: view.value(inSpan),
          reasons: [
            reason('requests to the host in 10 s', figure(view.value(inSpan)), figure(usual), 0.6),
            reason('different clients in 10 s', figure(view.value(clientsInSpan)), '', 0.4),
          ],
        })
      },
      learn(event, view) {
        if (event.kind !== 'request' || event.area === 'static') return
        observed.see(event.host, event.time)
        const pane = Math.floor(view.now / span)
        if (pane !== busiest.pane) Object.assign(busiest, { pane, requests: 0 })
        busiest.requests = Math.max(busiest.requests, view.value(ofClient))
        if (view.value(inSpan) < options.requests) return
        const usual = surges.usual(event.host, lately(event.host, view, [inSpan, inHour]))
        surges.note(event.host, isFlood(view, usual), usual)
      },
      save: () => ({ surges: surges.save(), observed: observed.save(), busiest: { ...busiest } }),
    }
  },
})
export default detector
