import type { Parser } from '../../contract/parser.ts'
import { columnParser } from './column-parser.ts'

const columns =
  'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end'.split(
    ' ',
  )

const encoded = new Set(['cs(User-Agent)', 'cs(Referer)', 'x-forwarded-for'])

const cloudfront: Parser = columnParser({
  name: 'cloudfront',
  about: 'Standard access log of AWS CloudFront; the #Fields line names the columns.',
  sample:
    '2026-11-21\t06:11:02\tFRA2-C1\t5120\t203.0.113.9\tGET\td111111abcdef8.cloudfront.net\t/cart\t200\t-\tcurl/8.5.0\tid=7\t-\tHit\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==\tshop.example\thttps\t23\t0.001\t-\tTLSv1.2\tECDHE-RSA-AES128-GCM-SHA256\tHit\tHTTP/2.0\t-\t-\t11040\t0.001\tHit\ttext/html\t78\t-\t-',
  separator: '\t',
  meaningOf: {
    'c-ip': 'client',
    'sc-bytes': 'bytes',
    'cs-method': 'method',
    'cs-uri-stem': 'path',
    'cs-uri-query': 'query',
    'sc-status': 'status',
    'cs(Referer)': 'referrer',
    'cs(User-Agent)': 'agent',
    'x-host-header': 'host',
    'time-taken': 'seconds',
    'x-forwarded-for': 'forwarded',
    'cs-protocol-version': 'protocol',
  },
  decode: (column, value) => (encoded.has(column) ? percentDecoded(value) : value),
  // Columns were only ever added at the end.
  usual(line) {
    const count = line.split('\t').length
    return count >= 12 && count <= columns.length ? columns.slice(0, count) : undefined
  },
  owns: (named) => named.includes('x-edge-location'),
})
export default cloudfront

function percentDecoded(value: string): string {
  return value.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
