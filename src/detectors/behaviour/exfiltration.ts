import { defineDetector, type Detector } from '../../contract/detector.ts'
import { client, figure, finding, reason, upTo } from '../behaviour.ts'
import { type VolumeOptions, volume } from '../volume.ts'
import { answered, largeAnswers } from '../where.ts'

/** Large answers in ten minutes; fewer are downloads, however large. */
const fewest = 4

const span = 600_000

const detector: Detector<VolumeOptions> = defineDetector({
  name: 'exfiltration',
  about: 'One client is sent far more bytes in ten minutes than those who get most usually are.',
  options: {
    type: 'object',
    properties: {
      floor: {
        type: 'number',
        default: 20e6,
        description: 'Bytes in ten minutes below which it never speaks.',
      },
      factor: {
        type: 'number',
        default: 4,
        description: 'How many times the usual peak of a client is too much.',
      },
    },
  },
  needs: () => [
    { measure: 'sum', of: 'bytes', key: ['client'], span, where: answered },
    { measure: 'count', key: ['client'], span, where: largeAnswers },
  ],
  start: (options, saved) =>
    volume(
      {
        ...options,
        events: answered,
        start: (now) => now - span,
        risen: 0,
        by: (r) => r.bytes,
        begins: largeAnswers,
        counted: 1,
        unless: (_, view) => view.value(1) < fewest,
        say: (r, { seen, usual, since }, view) =>
          finding({
            detector: 'behaviour/exfiltration',
            kind: 'exfiltration',
            topic: 'volume',
            severity: 'high',
            score: 0.85,
            entity: client(r.client),
            time: r.time,
            since,
            count: view.value(1),
            reasons: [
              reason('bytes sent to the client in 10 min', `${figure(seen)}B`, upTo(usual, 'B')),
            ],
          }),
      },
      saved,
    ),
})
export default detector
