import { uuidOf } from '../shop/catalogue.ts'
import type { Format } from './format.ts'
import { json } from './escape.ts'
import { isoTime } from './time.ts'

/** Envoy's JSON access log with the fields that Istio and others choose. */
export const envoy: Format = {
  name: 'envoy',
  about: 'Envoy: JSON',
  header: [],
  write(hit) {
    const protocol = hit.protocol === 'HTTP/2.0' ? 'HTTP/2' : hit.protocol
    const client = hit.client.includes(':') ? `[${hit.client}]` : hit.client
    const took = Math.round(hit.duration)
    return `{"authority":${json(hit.host)},"bytes_received":${hit.method === 'GET' ? 0 : hit.sent},"bytes_sent":${hit.bytes},"downstream_local_address":"10.20.6.4:8443","downstream_remote_address":"${client}:${hit.port}","duration":${took},"method":${json(hit.method)},"path":${json(hit.target)},"protocol":"${protocol}","referer":${hit.referrer === '' ? 'null' : json(hit.referrer)},"request_id":"${uuidOf(hit.number, hit.port)}","response_code":${hit.status},"response_code_details":"via_upstream","response_flags":"-","start_time":"${isoTime(hit.time)}","upstream_cluster":"outbound|8080||${hit.server.slice(0, -2)}.shop.svc.cluster.local","upstream_host":"10.20.7.${hit.server.at(-1)}:8080","upstream_service_time":"${Math.max(0, took - 1)}","user_agent":${json(hit.agent)},"x_forwarded_for":"${hit.client}"}`
  },
}
