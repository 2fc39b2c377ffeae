import type { Parser } from '../../contract/parser.ts'
import { jsonParser } from './json-parser.ts'

const envoyJson: Parser = jsonParser({
  name: 'envoy-json',
  about: 'Access log of Envoy and Istio as JSON, with the usual member names.',
  sample:
    '{"start_time":"2026-11-21T06:11:02.279Z","method":"GET","path":"/cart?id=7","protocol":"HTTP/2","response_code":200,"response_flags":"-","bytes_received":0,"bytes_sent":5120,"duration":26,"x_forwarded_for":"203.0.113.9","user_agent":"curl/8.5.0","request_id":"cc21d9b0","authority":"shop.example","upstream_host":"10.0.2.1:80","downstream_remote_address":"203.0.113.9:51234"}',
  members: {
    start_time: 'time',
    method: 'method',
    path: 'target',
    protocol: 'protocol',
    response_code: 'status',
    response_flags: 'note',
    bytes_sent: 'bytes',
    duration: 'milliseconds',
    x_forwarded_for: 'forwarded',
    user_agent: 'agent',
    referer: 'referrer',
    authority: 'host',
    downstream_remote_address: 'peer',
  },
  known: [['start_time'], ['response_code'], ['path', 'method']],
})
export default envoyJson
