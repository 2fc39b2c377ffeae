import { clfFault } from '../clf/fault.ts'
import { readClf } from '../clf/clf.ts'
import { readUsual } from '../clf/usual.ts'
import { isNamedTail, setMore } from '../clf/tail.ts'
import { defineParser, type Parser } from '../../contract/parser.ts'

const combined: Parser = defineParser({
  name: 'combined',
  about: 'NCSA combined, the usual format of nginx and Apache; more fields may follow the agent.',
  sample:
    '203.0.113.9 - ana [21/Nov/2026:06:11:02 +0000] "GET /product?id=7 HTTP/1.1" 200 5120 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64)"',
  parse(line, page) {
    const usual = page && readUsual(line, page)
    if (usual !== undefined) return usual
    const read = readClf(line)
    if (read === undefined || read.hasHost || read.shape === 'common') return undefined
    if (read.shape === 'more') {
      if (isNamedTail(line, read.rest)) return undefined
      setMore(read.event, line, read.rest)
    }
    return read.event
  },
  fault: (line) => clfFault('combined', line, true),
})
export default combined
