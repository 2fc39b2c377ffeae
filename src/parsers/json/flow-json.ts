import type { Parser } from '../../contract/parser.ts'
import { flowOf, isFlow } from '../table/flow-fields.ts'
import { rowParser } from './json-rows.ts'

// One of the columns that a flow cannot do without, as far as they are known.
const marks = ['"proto', '"dst', '"destination_ip"', '"daddr"', '"id.resp_h"']

const flowJson: Parser = rowParser({
  name: 'flow-json',
  about:
    'Network flows as one JSON object a line: src_ip, dst_ip, proto, state, dur, … in any order.',
  sample:
    '{"timestamp":"2026-11-21 06:11:02","src_ip":"203.0.113.9","dst_ip":"10.0.0.5","bytes_sent":163,"proto":"tcp","meta":{"producer_id":"3","burst":false}}',
  couldBe: (line) => marks.some((mark) => line.indexOf(mark) > 0),
  owns: isFlow,
  eventOf: flowOf,
})
export default flowJson
