import type { Parser } from '../../contract/parser.ts'
import { jsonParser } from './json-parser.ts'

const caddy: Parser = jsonParser({
  name: 'caddy',
  about: 'Access log of Caddy 2 as JSON.',
  sample:
    '{"level":"info","ts":1795241462.7564995,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"203.0.113.9","remote_port":"44790","client_ip":"203.0.113.9","proto":"HTTP/2.0","method":"GET","host":"shop.example","uri":"/cart?id=7","headers":{"User-Agent":["curl/8.5.0"],"Accept":["*/*"]}},"bytes_read":0,"user_id":"","duration":0.002701,"size":5120,"status":200,"resp_headers":{"Server":["Caddy"]}}',
  members: {
    ts: 'time',
    'request.remote_ip': 'peer',
    'request.remote_addr': 'peer',
    'request.client_ip': 'client',
    'request.proto': 'protocol',
    'request.method': 'method',
    'request.host': 'host',
    'request.uri': 'target',
    'request.headers.User-Agent.0': 'agent',
    'request.headers.Referer.0': 'referrer',
    'request.headers.X-Forwarded-For.0': 'forwarded',
    user_id: 'user',
    duration: 'span',
    size: 'bytes',
    status: 'status',
  },
  known: [['ts'], ['request.uri'], ['status']],
})
export default caddy
