import type { Parser } from '../../contract/parser.ts'
import { isSeriesName, isTimeName, metricOf } from '../table/metric-fields.ts'
import { rowParser } from './json-rows.ts'

const metricJson: Parser = rowParser({
  name: 'metric-json',
  about: 'A series as one JSON object a line: timestamp and value, perhaps the name of the series.',
  sample: '{"timestamp":"2026-11-21 06:11:02","value":0.0683}',
  couldBe: (line) => line.indexOf('"value"') > 0 && line.length < 500,
  owns: (columns) =>
    columns.includes('value') &&
    columns.some(isTimeName) &&
    columns.every((column) => column === 'value' || isTimeName(column) || isSeriesName(column)),
  eventOf: metricOf,
})
export default metricJson
