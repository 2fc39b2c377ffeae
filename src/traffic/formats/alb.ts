import { hex, uuidOf } from '../shop/catalogue.ts'
import type { Format } from './format.ts'
import { nginx as escape } from './escape.ts'
import { isoTime, seconds } from './time.ts'

/** The access log of AWS's application load balancer. It has no referrer. */
export const alb: Format = {
  name: 'alb',
  about: 'AWS: application load balancer',
  header: [],
  write(hit) {
    const back = `10.20.9.${hit.server.at(-1)}:8080`
    const arn =
      'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/73e2d6bc24d8a067'
    const id = uuidOf(hit.number, hit.port).replaceAll('-', '')
    const time = isoTime(hit.time, 6)
    const began = isoTime(Math.max(0, Math.floor(hit.time - hit.duration)), 6)
    const client = hit.client.includes(':') ? `[${hit.client}]` : hit.client
    const request = escape(`${hit.method} https://${hit.host}:443${hit.target} ${hit.protocol}`)
    return `${hit.protocol === 'HTTP/2.0' ? 'h2' : 'https'} ${time} app/shop/50dc6c495c0c9188 ${client}:${hit.port} ${back} 0.000 ${seconds(hit.duration)} 0.000 ${hit.status} ${hit.status} ${hit.sent} ${hit.bytes} "${request}" "${escape(hit.agent)}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ${arn} "Root=1-${hex(Math.floor(hit.time / 1000))}-${id.slice(0, 24)}" "${hit.host}" "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012" 0 ${began} "forward" "-" "-" "${back}" "${hit.status}" "-" "-" TID_${id}`
  },
}
