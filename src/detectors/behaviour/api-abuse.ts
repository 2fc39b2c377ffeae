import { defineDetector, type Detector } from '../../contract/detector.ts'
import { client, figure, finding, reason, upTo } from '../behaviour.ts'
import { type VolumeOptions, volume } from '../volume.ts'
import { apiCalls } from '../where.ts'

const span = 600_000

const detector: Detector<VolumeOptions> = defineDetector({
  name: 'api-abuse',
  about: 'One client calls the API far more in ten minutes than the busiest usually do.',
  options: {
    type: 'object',
    properties: {
      floor: {
        type: 'number',
        default: 200,
        description: 'Calls in ten minutes below which it never speaks.',
      },
      factor: {
        type: 'number',
        default: 3,
        description: 'How many times the usual peak of a client is too much.',
      },
    },
  },
  needs: () => [{ measure: 'count', key: ['client'], span, where: apiCalls }],
  start: (options, saved) =>
    volume(
      {
        ...options,
        events: apiCalls,
        start: (now) => now - span,
        risen: 0,
        counted: 0,
        say: (r, { seen, usual, since }) =>
          finding({
            detector: 'behaviour/api-abuse',
            kind: 'api_abuse',
            topic: 'volume',
            severity: 'medium',
            score: 0.75,
            entity: client(r.client),
            time: r.time,
            since,
            count: seen,
            reasons: [reason('API calls of the client in 10 min', figure(seen), upTo(usual))],
          }),
      },
      saved,
    ),
})
export default detector
