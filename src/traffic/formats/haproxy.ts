import type { Format } from './format.ts'
import { haproxy as escape } from './escape.ts'
import { haproxyTime } from './time.ts'

/** HAProxy's HTTP log without a syslog envelope. It has neither host nor agent. */
export const haproxy: Format = {
  name: 'haproxy',
  about: 'HAProxy: option httplog',
  header: [],
  write(hit) {
    const took = Math.round(hit.duration)
    const request = escape(`${hit.method} ${hit.target} ${hit.protocol}`)
    const back = hit.server.slice(0, -2)
    return `${hit.client}:${hit.port} [${haproxyTime(hit.time)}] https-in~ ${back}/${hit.server} 0/0/1/${Math.max(0, took - 1)}/${took} ${hit.status} ${hit.bytes} - - ---- 12/12/3/1/0 0/0 "${request}"`
  },
}
