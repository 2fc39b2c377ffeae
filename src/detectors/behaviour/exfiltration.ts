import { defineDetector, type Detector } from '../../contract/detector.ts'
import { client, figure, finding, reason, upTo } from '../behaviour.ts'
import { type VolumeOptions, volume } from '../volume.ts'
import { answered, isAnswered, largeAnswers } from '../where.ts'

/** Large answers in ten minutes; fewer are downloads, however large. */
const fewest = 4

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
    { measure: 'sum', of: 'bytes', key: ['client'], span: 600_000, where: answered },
    { measure: 'count', key: ['client'], span: 600_000, where: answered },
    { measure: 'count', key: ['client'], span: 600_000, where: largeAnswers },
  ],
  start: (options, saved) =>
    volume(
      {
        ...options,
        rise: (r, view) => {
          const seen = view.value(0)
          return [Math.max(0, seen - r.bytes), seen]
        },
        counts: isAnswered,
        unless: (_, view) => view.value(2) < fewest,
        say: (r, seen, usual) =>
          finding({
            detector: 'behaviour/exfiltration',
            kind: 'exfiltration',
            topic: 'volume',
            severity: 'high',
            score: 0.85,
            entity: client(r.client),
            time: r.time,
            reasons: [
              reason('bytes sent to the client in 10 min', `${figure(seen)}B`, upTo(usual, 'B')),
            ],
          }),
      },
      saved,
    ),
})
export default detector
