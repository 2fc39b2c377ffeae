import type { Parser } from '../../contract/parser.ts'
import { patternParser } from '../template/pattern.ts'

const end =
  '{status} - {method} {-} {host} "{target}" [Client {client}] [Length {bytes}] [Gzip {-}] '

const nginxProxyManager: Parser = patternParser({
  name: 'nginx-proxy-manager',
  about: 'Nginx Proxy Manager: its proxy and its standard format.',
  sample:
    '[21/Nov/2026:06:11:02 +0000] - 200 200 - GET https shop.example "/cart" [Client 203.0.113.9] [Length 5120] [Gzip -] [Sent-to 10.0.0.7] "curl/8.5.0" "-"',
  patterns: [
    `[{time}] {-} {-} ${end}[Sent-to {-}] "{agent}" "{referrer}"`,
    `[{time}] ${end}"{agent}" "{referrer}"`,
  ],
  couldBe: (line) => line.charCodeAt(0) === 91 && line.indexOf('] [Length ') > 0,
})
export default nginxProxyManager
