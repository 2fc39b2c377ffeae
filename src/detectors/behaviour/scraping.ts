import { defineDetector, type Detector } from '../../contract/detector.ts'
import { client, figure, finding, reason, upTo } from '../behaviour.ts'
import { type VolumeOptions, volume } from '../volume.ts'
import { assets, dynamic, pages } from '../where.ts'

/** Requests in ten seconds of who copies pages; faster is a flood, whatever is asked for. */
const fastest = 60
const declared = /bot\b|crawler|spider|slurp/i

const span = 600_000

const detector: Detector<VolumeOptions> = defineDetector({
  name: 'scraping',
  about: 'One client reads very many different pages without what a browser loads beside them.',
  options: {
    type: 'object',
    properties: {
      floor: {
        type: 'number',
        default: 60,
        description: 'Different pages in ten minutes below which it never speaks.',
      },
      factor: {
        type: 'number',
        default: 2,
        description: 'How many times the usual peak of a client is too much.',
      },
    },
  },
  needs: () => [
    { measure: 'distinct', of: 'target', key: ['client', 'family'], span, where: pages },
    { measure: 'count', key: ['client', 'family'], span, where: assets },
    { measure: 'count', key: ['client'], span: 10_000, step: 10_000, where: dynamic },
    { measure: 'count', key: ['client', 'family'], span, where: pages },
  ],
  start: (options, saved) =>
    volume(
      {
        ...options,
        events: pages,
        start: (now) => now - span,
        risen: 3,
        counted: 3,
        keyOf: (r) => `${r.client} ${r.family}`,
        unless: (r, view) =>
          view.value(1) > 0.2 * view.value(0) || view.value(2) > fastest || declared.test(r.agent),
        say: (r, { seen, usual, since }, view) =>
          finding({
            detector: 'behaviour/scraping',
            kind: 'scraping',
            topic: 'volume',
            severity: 'medium',
            score: 0.75,
            entity: client(r.client),
            time: r.time,
            since,
            count: view.value(3),
            reasons: [
              reason(
                'different pages of one client and agent in 10 min',
                figure(seen),
                upTo(usual),
                0.7,
              ),
              reason(
                'pictures, styles and scripts loaded beside them',
                'almost none',
                'several a page',
                0.3,
              ),
            ],
          }),
      },
      saved,
    ),
})
export default detector
