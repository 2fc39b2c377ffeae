import { clfFault } from '../clf/fault.ts'
import { readClf } from '../clf/clf.ts'
import { couldBeHost } from '../fields/address.ts'
import { faultAt } from '../fields/fault.ts'
import { setMore } from '../clf/tail.ts'
import { defineParser, type Parser } from '../../contract/parser.ts'

const combinedVhost: Parser = defineParser({
  name: 'combined-vhost',
  about:
    'Combined or common with the virtual host (and port) in front, as Apache writes for many hosts.',
  sample:
    'shop.example:443 203.0.113.9 - - [21/Nov/2026:06:11:02 +0000] "GET / HTTP/1.1" 200 5120 "-" "curl/8.5.0"',
  parse(line) {
    const read = readClf(line)
    if (read === undefined || !read.hasHost) return undefined
    if (read.shape === 'more') setMore(read.event, line, read.rest)
    return read.event
  },
  fault(line) {
    const behind = line.indexOf(' ') + 1
    const host = line.slice(0, Math.max(behind - 1, 0))
    if (!couldBeHost(host))
      return faultAt('combined-vhost', line, {
        field: 'host',
        number: 1,
        expected: 'a host name',
        at: 0,
      })
    const inner = clfFault('combined-vhost', line.slice(behind), true)
    return { ...inner, number: inner.number + 1, at: inner.at + behind }
  },
})
export default combinedVhost
