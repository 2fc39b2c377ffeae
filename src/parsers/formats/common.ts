import { clfFault } from '../clf/fault.ts'
import { readClf } from '../clf/clf.ts'
import { defineParser, type Parser } from '../../contract/parser.ts'

const common: Parser = defineParser({
  name: 'common',
  about: 'NCSA common: client, user, time, request, status and size.',
  sample: '203.0.113.9 - - [21/Nov/2026:06:11:02 +0000] "GET /index.html HTTP/1.1" 200 5120',
  parse(line) {
    const read = readClf(line)
    return read !== undefined && !read.hasHost && read.shape === 'common' ? read.event : undefined
  },
  fault: (line) => clfFault('common', line, false),
})
export default common
