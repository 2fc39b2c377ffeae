import type { Parser } from '../../contract/parser.ts'
import { decimal } from '../fields/number.ts'
import { anyTime } from '../fields/time.ts'
import { csvParser } from './csv.ts'
import { isSeriesName, isTimeName, metricOf } from './metric-fields.ts'

const metricCsv: Parser = csvParser({
  name: 'metric-csv',
  about: 'A series as `timestamp,value`, with or without a header; the header may name the series.',
  sample: 'timestamp,value\n2026-11-21 06:11:02,0.0683',
  columnsOf(values) {
    if (values.length < 2 || values.length > 3) return undefined
    const others = values.filter((value) => !isTimeName(value) && !isSeriesName(value))
    const hasTime = values.some(isTimeName)
    const isName = others.length === 1 && /^[A-Za-z][\w .%/-]{0,99}$/.test(others[0]!)
    if (hasTime && isName && values.filter(isSeriesName).length === values.length - 2)
      return { columns: values, isHeader: true }
    const isRow =
      values.length === 2 && isTime(values[0]!) && decimal(values[1]!) === decimal(values[1]!)
    return isRow ? { columns: ['timestamp', 'value'], isHeader: false } : undefined
  },
  eventOf: metricOf,
})
export default metricCsv

/** A time that is more than just some number: a date, or an epoch after 2001. */
function isTime(text: string): boolean {
  return anyTime(text) > 1e12 || (text.charCodeAt(4) === 45 && anyTime(text) >= 0)
}
