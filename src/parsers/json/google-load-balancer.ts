import type { Parser } from '../../contract/parser.ts'
import { jsonParser } from './json-parser.ts'

const googleLoadBalancer: Parser = jsonParser({
  name: 'google-load-balancer',
  about: 'Log entries of a Google Cloud HTTP load balancer.',
  sample:
    '{"httpRequest":{"latency":"0.043520s","protocol":"HTTP/1.1","referer":"https://shop.example/","remoteIp":"203.0.113.9","requestMethod":"GET","requestSize":"412","requestUrl":"https://shop.example/cart?id=7","responseSize":"5120","serverIp":"10.0.2.1","status":200,"userAgent":"curl/8.5.0"},"insertId":"1l9axtvf2a1","jsonPayload":{"statusDetails":"response_sent_by_backend"},"resource":{"type":"http_load_balancer"},"severity":"INFO","timestamp":"2026-11-21T06:11:02.123456Z"}',
  members: {
    timestamp: 'time',
    'httpRequest.latency': 'span',
    'httpRequest.protocol': 'protocol',
    'httpRequest.referer': 'referrer',
    'httpRequest.remoteIp': 'client',
    'httpRequest.requestMethod': 'method',
    'httpRequest.requestUrl': 'url',
    'httpRequest.responseSize': 'bytes',
    'httpRequest.status': 'status',
    'httpRequest.userAgent': 'agent',
    'jsonPayload.statusDetails': 'note',
  },
  known: [['timestamp'], ['httpRequest.requestUrl']],
})
export default googleLoadBalancer
