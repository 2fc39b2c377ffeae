import type { Parser } from '../../contract/parser.ts'
import { jsonParser } from './json-parser.ts'

const windowAlerts: Parser = jsonParser({
  name: 'window-alerts',
  about:
    'Requests as flat JSON with every value a string: server, client_ip, method, status, request_time, host, country, @timestamp.',
  sample:
    '{"server":"s_v3","client_ip":"203.0.113.16","method":"PUT","status":"201","request_time":"0.28","host":"api_38.example.com","country":"US","@timestamp":"1795241462.865323"}',
  members: {
    '@timestamp': 'time',
    client_ip: 'client',
    method: 'method',
    status: 'status',
    request_time: 'seconds',
    host: 'host',
    server: 'server',
    country: 'country',
  },
  known: [['@timestamp'], ['server', 'country'], ['client_ip', 'method', 'host']],
  foreign: ['request', 'uri', 'request_uri', 'path', 'url', 'remote_addr'],
})
export default windowAlerts
