import { defineParser, type Parser } from '../../contract/parser.ts'
import { readClf } from '../clf/clf.ts'
import { clfFault } from '../clf/fault.ts'
import { ingressTail } from '../clf/tail.ts'

const ingressNginx: Parser = defineParser({
  name: 'ingress-nginx',
  about: 'ingress-nginx of Kubernetes: combined, then lengths, times and the upstream.',
  sample:
    '203.0.113.9 - - [21/Nov/2026:06:11:02 +0000] "GET /cart HTTP/2.0" 200 5120 "-" "curl/8.5.0" 412 0.003 [shop-web-80] [] 10.0.0.7:8080 5120 0.003 200 4f2c9d1e8a7b6c5d4e3f2a1b0c9d8e7f',
  parse(line) {
    if (line.indexOf(' [', 40) < 0) return undefined
    const read = readClf(line)
    if (read === undefined || read.shape !== 'more' || read.hasHost) return undefined
    const tail = ingressTail.exec(line.slice(read.rest))
    if (tail === null) return undefined
    read.event.duration = Math.round(Number(tail[2]) * 1e6) / 1000
    return read.event
  },
  fault: (line) => clfFault('ingress-nginx', line, true),
})
export default ingressNginx
