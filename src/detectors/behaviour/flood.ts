import { defineDetector, type Detector } from '../../contract/detector.ts'
import { client, figure, finding, reason, upTo } from '../behaviour.ts'
import { type VolumeOptions, volume } from '../volume.ts'
import { dynamic } from '../where.ts'

const span = 10_000

const detector: Detector<VolumeOptions> = defineDetector({
  name: 'flood',
  about: 'One client sends far more requests in ten seconds than the busiest usually do.',
  options: {
    type: 'object',
    properties: {
      floor: {
        type: 'number',
        default: 80,
        description: 'Requests in ten seconds below which it never speaks.',
      },
      factor: {
        type: 'number',
        default: 4,
        description: 'How many times the usual peak of a client is too much.',
      },
    },
  },
  needs: () => [
    { measure: 'count', key: ['client'], span, step: span, where: dynamic },
    { measure: 'count', key: ['client'], span: 600_000, where: dynamic },
  ],
  start: (options, saved) =>
    volume(
      {
        ...options,
        events: dynamic,
        start: (now) => Math.floor(now / span) * span,
        risen: 0,
        counted: 1,
        say: (r, { seen, usual, since }) =>
          finding({
            detector: 'behaviour/flood',
            kind: 'flood',
            topic: 'volume',
            severity: 'high',
            score: 0.9,
            entity: client(r.client),
            time: r.time,
            since,
            count: seen,
            reasons: [reason('requests of the client in 10 s', figure(seen), upTo(usual))],
          }),
      },
      saved,
    ),
})
export default detector
