import type { Format } from './format.ts'
import { json } from './escape.ts'

/** Caddy's access log, as its JSON encoder writes it. */
export const caddy: Format = {
  name: 'caddy',
  about: 'Caddy: JSON',
  header: [],
  write(hit) {
    const referrer = hit.referrer === '' ? '' : `"Referer":[${json(hit.referrer)}],`
    return `{"level":"${hit.status < 500 ? 'info' : 'error'}","ts":${hit.time / 1000},"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"${hit.client}","remote_port":"${hit.port}","client_ip":"${hit.client}","proto":"${hit.protocol}","method":${json(hit.method)},"host":${json(hit.host)},"uri":${json(hit.target)},"headers":{${referrer}"User-Agent":[${json(hit.agent)}],"Accept-Encoding":["gzip"]},"tls":{"resumed":false,"version":772,"cipher_suite":4865,"proto":"h2","server_name":${json(hit.host)}}},"bytes_read":0,"user_id":${json(hit.user)},"duration":${(hit.duration / 1000).toFixed(9)},"size":${hit.bytes},"status":${hit.status},"resp_headers":{"Server":["Caddy"]}}`
  },
}
