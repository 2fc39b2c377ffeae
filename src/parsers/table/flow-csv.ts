import type { Parser } from '../../contract/parser.ts'
import { csvParser } from './csv.ts'
import { flowOf, isFlow } from './flow-fields.ts'

const flowCsv: Parser = csvParser({
  name: 'flow-csv',
  about:
    'Network flows as a table with a header: srcip, dstip, proto, state, dur, sbytes, … in any order.',
  sample:
    'srcip,dstip,proto,state,dur,sbytes,dbytes,service,stime\n203.0.113.9,10.0.0.5,tcp,FIN,0.4448,37288,3380,http,1795241462',
  columnsOf: (values) => (isFlow(values) ? { columns: values, isHeader: true } : undefined),
  eventOf: flowOf,
})
export default flowCsv
