import type { Parser } from '../../contract/parser.ts'
import { columnParser } from './column-parser.ts'

const usual =
  'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken'.split(
    ' ',
  )

const w3c: Parser = columnParser({
  name: 'w3c',
  about: 'W3C extended log file format of IIS; the #Fields line names the columns.',
  sample:
    '2026-11-21 06:11:02 10.0.0.5 GET /cart id=7 443 - 203.0.113.9 Mozilla/5.0+(Windows+NT+10.0) https://shop.example/ 200 0 0 46',
  separator: ' ',
  meaningOf: {
    'c-ip': 'client',
    'cs-username': 'user',
    'cs-method': 'method',
    'cs-uri-stem': 'path',
    'cs-uri-query': 'query',
    'cs-uri': 'target',
    'cs-host': 'host',
    'cs(Host)': 'host',
    's-computername': 'server',
    'cs-version': 'protocol',
    'sc-status': 'status',
    'sc-bytes': 'bytes',
    'time-taken': 'milliseconds',
    'cs(User-Agent)': 'agent',
    'cs(Referer)': 'referrer',
    'X-Forwarded-For': 'forwarded',
    'cs(X-Forwarded-For)': 'forwarded',
  },
  // IIS writes spaces in headers as +.
  decode: (column, value) => (column === 'cs(User-Agent)' ? value.replaceAll('+', ' ') : value),
  usual: (line) =>
    line.split(' ').length === usual.length && line.charCodeAt(13) === 58 ? usual : undefined,
  owns: (columns) => !columns.includes('x-edge-location') && columns.includes('time'),
})
export default w3c
