import type { Parser } from '../../contract/parser.ts'
import type { Request } from '../../event/request.ts'
import { patternParser } from '../template/pattern.ts'

const ends = '"{forwarded}" "{agent}" "{-}" "{host}" "{-}"'

const envoy: Parser = patternParser({
  name: 'envoy',
  about: 'Envoy and Istio: the default text formats.',
  sample:
    '[2026-11-21T06:11:02.279Z] "POST /api/v1/locations HTTP/2" 204 - 154 0 226 100 "203.0.113.9" "curl/8.5.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "locations" "tcp://10.0.2.1:80"',
  patterns: [
    `[{time}] "{request}" {status} {note} {-} {bytes} {milliseconds} {-} ${ends}`,
    `[{time}] "{request}" {status} {note} {-} {-} "{-}" {-} {bytes} {milliseconds} {-} ${ends} {-} {-} {-} {peer} {-} {-}`,
  ],
  isRaw: true,
  couldBe: (line) =>
    line.charCodeAt(0) === 91 && line.charCodeAt(5) === 45 && line.indexOf('] "') > 0,
  finish: clientFromForwarded,
})
export default envoy

/** Envoy appends the address that connected to X-Forwarded-For: the last one is the peer. */
function clientFromForwarded(event: Request): void {
  if (event.client !== '') return
  event.peer = event.forwarded.slice(event.forwarded.lastIndexOf(',') + 1).trim()
  event.client = event.peer
}
