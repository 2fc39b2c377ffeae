import type { Format } from './format.ts'
import { iis as escape } from './escape.ts'
import { isoSeconds } from './time.ts'

/** The W3C log of IIS with host, version and bytes chosen too. */
export const iis: Format = {
  name: 'iis',
  about: 'IIS: W3C extended',
  header: [
    '#Software: Microsoft Internet Information Services 10.0',
    '#Version: 1.0',
    '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken',
  ],
  write(hit) {
    const at = hit.target.indexOf('?')
    const stem = at < 0 ? hit.target : hit.target.slice(0, at)
    const query = at < 0 ? '' : hit.target.slice(at + 1)
    const when = isoSeconds(hit.time).replace('T', ' ')
    return `${when} 10.20.8.${hit.server.at(-1)} ${hit.method} ${escape(stem)} ${escape(query)} 443 ${escape(hit.user)} ${hit.client} ${hit.protocol} ${escape(hit.agent)} ${escape(hit.referrer)} ${hit.host} ${hit.status} 0 0 ${hit.bytes} ${hit.sent} ${Math.round(hit.duration)}`
  },
}
