import type { Hit } from '../hit.ts'
import { apache, nginx } from './escape.ts'
import type { Format } from './format.ts'
import { clfTime, seconds } from './time.ts'

/** The log_format of nginx that the format `timed` writes. */
export const timedFormat: string =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time $host'

function combined(hit: Hit): string {
  return `${hit.client} - ${nginx(hit.user)} [${clfTime(hit.time)}] "${nginx(`${hit.method} ${hit.target} ${hit.protocol}`)}" ${hit.status} ${hit.bytes} "${nginx(hit.referrer)}" "${nginx(hit.agent)}"`
}

function apacheCommon(hit: Hit): string {
  return `${hit.client} - ${apache(hit.user)} [${clfTime(hit.time)}] "${apache(`${hit.method} ${hit.target} ${hit.protocol}`)}" ${hit.status} ${hit.bytes === 0 ? '-' : hit.bytes}`
}

/** The formats of the NCSA, as Apache and nginx write them. */
export const clf: readonly Format[] = [
  {
    name: 'combined',
    about: 'nginx: combined',
    header: [],
    write: combined,
  },
  {
    name: 'timed',
    about: 'nginx: combined with $request_time and $host',
    header: [],
    write: (hit) => `${combined(hit)} ${seconds(hit.duration)} ${hit.host}`,
  },
  { name: 'common', about: 'Apache: common', header: [], write: apacheCommon },
  {
    name: 'combined-vhost',
    about: 'Apache: vhost_combined',
    header: [],
    write: (hit) =>
      `${hit.host}:443 ${apacheCommon(hit)} "${apache(hit.referrer)}" "${apache(hit.agent)}"`,
  },
]
