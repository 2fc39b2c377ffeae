import type { Parser } from '../../contract/parser.ts'
import { meanings } from '../fields/put.ts'
import { patternParser } from '../template/pattern.ts'

const kinds = /^(?:https?|h2|grpcs?|wss?) /

const alb: Parser = patternParser({
  name: 'alb',
  about: 'Access log of an AWS Application Load Balancer.',
  sample:
    'https 2026-11-21T06:11:02.186641Z app/shop/50dc6c495c0c9188 203.0.113.9:46532 10.0.0.66:9000 0.086 0.048 0.037 200 200 0 5120 "GET https://shop.example:443/cart?id=7 HTTP/2.0" "curl/8.5.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/73e2d6bc24d8a067 "Root=1-58337364-23a8c76965a2ef7629b185e3" "shop.example" "session-reused" 1 2026-11-21T06:11:02.148000Z "waf,forward" "-" "-" "10.0.0.66:9000" "200" "-" "-" TID_1234abcd5678ef90',
  patterns: [
    '{-} {time} {-} {peer} {-} {moreSeconds} {moreSeconds} {moreSeconds} {status} {-} {-} {bytes} "{request}" "{agent}" {-} {-} {-} "{-}" {-}',
    '{-} {time} {-} {peer} {-} {moreSeconds} {moreSeconds} {moreSeconds} {status} {-} {-} {bytes} "{request}" "{agent}" {-} {-} {-}',
  ],
  couldBe: (line) => line.indexOf(' 20') > 0 && kinds.test(line.slice(0, 8)),
  // The load balancer writes the whole URL; what the client sent is its path.
  finish(event) {
    if (/^(?:https?|wss?|h2):\/\//.test(event.target)) meanings.url.put(event, event.target)
  },
})
export default alb
