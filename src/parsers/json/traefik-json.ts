import type { Parser } from '../../contract/parser.ts'
import { jsonParser } from './json-parser.ts'

const traefikJson: Parser = jsonParser({
  name: 'traefik-json',
  about: 'Access log of Traefik as JSON.',
  sample:
    '{"ClientAddr":"203.0.113.9:56446","ClientHost":"203.0.113.9","ClientPort":"56446","ClientUsername":"-","DownstreamContentSize":5120,"DownstreamStatus":200,"Duration":10158000,"OriginStatus":200,"RequestAddr":"shop.example","RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/cart?id=7","RequestProtocol":"HTTP/2.0","RequestScheme":"https","RouterName":"shop@docker","StartUTC":"2026-11-21T06:11:02.759014877Z","entryPointName":"https","level":"info","msg":"","time":"2026-11-21T06:11:02Z"}',
  members: {
    StartUTC: 'time',
    time: 'otherTime',
    ClientAddr: 'peer',
    ClientHost: 'client',
    ClientUsername: 'user',
    DownstreamContentSize: 'bytes',
    DownstreamStatus: 'status',
    Duration: 'nanoseconds',
    RequestHost: 'host',
    RequestMethod: 'method',
    RequestPath: 'target',
    RequestProtocol: 'protocol',
    'request_User-Agent': 'agent',
    request_Referer: 'referrer',
    'request_X-Forwarded-For': 'forwarded',
  },
  known: [['StartUTC', 'time'], ['RequestPath'], ['DownstreamStatus', 'OriginStatus']],
})
export default traefikJson
