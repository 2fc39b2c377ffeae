import { uuidOf } from '../shop/catalogue.ts'
import type { Format } from './format.ts'
import { cloudfront as escape } from './escape.ts'
import { isoSeconds, seconds } from './time.ts'

/** The standard log of CloudFront: 33 fields apart by tabs. */
export const cloudfront: Format = {
  name: 'cloudfront',
  about: 'AWS: CloudFront standard log',
  header: [
    '#Version: 1.0',
    '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end',
  ],
  write(hit) {
    const at = hit.target.indexOf('?')
    const [date, time] = isoSeconds(hit.time).split('T')
    const result = hit.status >= 400 ? 'Error' : hit.bytes < 10_000 ? 'Hit' : 'Miss'
    return [
      `${date}\t${time}\tFRA56-P4\t${hit.bytes}\t${hit.client}\t${hit.method}\td111111abcdef8.cloudfront.net`,
      escape(at < 0 ? hit.target : hit.target.slice(0, at)),
      `${hit.status}\t${escape(hit.referrer)}\t${escape(hit.agent)}`,
      escape(at < 0 ? '' : hit.target.slice(at + 1)),
      `-\t${result}\t${uuidOf(hit.number, hit.port).replaceAll('-', '')}XgA==\t${hit.host}\thttps\t${hit.sent}\t${seconds(hit.duration)}`,
      `-\tTLSv1.3\tTLS_AES_128_GCM_SHA256\t${result}\t${hit.protocol}\t-\t-\t${hit.port}\t${seconds(hit.duration)}`,
      `${result}\ttext/html\t${hit.bytes}\t-\t-`,
    ].join('\t')
  },
}
