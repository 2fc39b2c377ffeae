import { uuidOf } from '../shop/catalogue.ts'
import { json, nginx } from './escape.ts'
import type { Format } from './format.ts'
import { clfTime, isoSeconds, seconds } from './time.ts'

/** nginx in other clothes: JSON, in Kubernetes, and as nginx-proxy-manager. */
export const nginxFormats: readonly Format[] = [
  {
    name: 'nginx-json',
    about: 'nginx: log_format with escape=json',
    header: [],
    write: (hit) =>
      `{"time_iso8601":"${isoSeconds(hit.time)}+00:00","msec":"${seconds(hit.time)}","remote_addr":"${hit.client}","remote_user":${json(hit.user)},"request_method":${json(hit.method)},"request_uri":${json(hit.target)},"server_protocol":"${hit.protocol}","status":"${hit.status}","body_bytes_sent":"${hit.bytes}","request_length":"${hit.sent}","request_time":"${seconds(hit.duration)}","http_referer":${json(hit.referrer)},"http_user_agent":${json(hit.agent)},"host":${json(hit.host)},"hostname":"${hit.server}"}`,
  },
  {
    name: 'ingress-nginx',
    about: 'ingress-nginx: its default log-format-upstream',
    header: [],
    write(hit) {
      const request = nginx(`${hit.method} ${hit.target} ${hit.protocol}`)
      const service = `shop-${hit.server.slice(0, -2)}-80`
      const id = uuidOf(hit.number, hit.port).replaceAll('-', '')
      return `${hit.client} - ${nginx(hit.user)} [${clfTime(hit.time)}] "${request}" ${hit.status} ${hit.bytes} "${nginx(hit.referrer)}" "${nginx(hit.agent)}" ${hit.sent} ${seconds(hit.duration)} [${service}] [] 10.20.4.${hit.server.at(-1)}:8080 ${hit.bytes} ${seconds(hit.duration)} ${hit.status} ${id}`
    },
  },
  {
    name: 'nginx-proxy-manager',
    about: 'nginx-proxy-manager: its format for proxied hosts',
    header: [],
    write: (hit) =>
      `[${clfTime(hit.time)}] - ${hit.status} ${hit.status} - ${hit.method} https ${hit.host} "${nginx(hit.target)}" [Client ${hit.client}] [Length ${hit.bytes}] [Gzip -] [Sent-to ${hit.server}] "${nginx(hit.agent)}" "${nginx(hit.referrer)}"`,
  },
]
