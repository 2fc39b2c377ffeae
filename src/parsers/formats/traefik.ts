import { defineParser, type Parser } from '../../contract/parser.ts'
import { readClf } from '../clf/clf.ts'
import { clfFault } from '../clf/fault.ts'
import { setRequestLine } from '../fields/request-line.ts'
import { traefikTail } from '../clf/tail.ts'

const traefik: Parser = defineParser({
  name: 'traefik',
  about:
    'Traefik common log format: combined, then request number, router, server and milliseconds.',
  sample:
    '203.0.113.9 - - [21/Nov/2026:06:11:02 +0000] "GET /index HTTP/1.1" 200 352 "-" "curl/8.5.0" 240 "shop@docker" "http://172.17.0.3:80" 12ms',
  parse(line) {
    if (line.charCodeAt(line.length - 1) !== 115 && line.charCodeAt(line.length - 1) !== 32)
      return undefined
    const read = readClf(line)
    if (read === undefined || read.shape !== 'more' || read.hasHost) return undefined
    const tail = traefikTail.exec(line.slice(read.rest))
    if (tail === null) return undefined
    // Traefik escapes nothing in the request.
    if (read.event.target !== '') setRequestLine(read.event, line, read.start, read.end)
    read.event.duration = Number(tail[4])
    return read.event
  },
  fault: (line) => clfFault('traefik', line, true),
})
export default traefik
