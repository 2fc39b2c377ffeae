import type { Parser } from '../../contract/parser.ts'
import { jsonParser } from './json-parser.ts'

const cloudflare: Parser = jsonParser({
  name: 'cloudflare',
  about: 'HTTP requests as Cloudflare Logpush and Logpull write them.',
  sample:
    '{"ClientIP":"203.0.113.9","ClientCountry":"de","ClientRequestHost":"shop.example","ClientRequestMethod":"GET","ClientRequestProtocol":"HTTP/2","ClientRequestReferer":"","ClientRequestURI":"/cart?id=7","ClientRequestUserAgent":"curl/8.5.0","EdgeEndTimestamp":"2026-11-21T06:11:02Z","EdgeResponseBytes":5120,"EdgeResponseStatus":200,"EdgeStartTimestamp":"2026-11-21T06:11:02Z","RayID":"48b371889c489b2c"}',
  members: {
    EdgeStartTimestamp: 'time',
    EdgeEndTimestamp: 'otherTime',
    ClientIP: 'client',
    ClientCountry: 'country',
    ClientRequestHost: 'host',
    ClientRequestMethod: 'method',
    ClientRequestProtocol: 'protocol',
    ClientRequestReferer: 'referrer',
    ClientRequestURI: 'target',
    ClientRequestPath: 'path',
    ClientRequestUserAgent: 'agent',
    EdgeResponseBytes: 'bytes',
    EdgeResponseStatus: 'status',
  },
  known: [
    ['EdgeStartTimestamp', 'EdgeEndTimestamp'],
    ['ClientRequestURI', 'ClientRequestPath', 'ClientRequestHost'],
    ['EdgeResponseStatus', 'ClientIP'],
  ],
})
export default cloudflare
