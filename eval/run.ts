import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { furnishing } from '../src/pipeline/furnishing.ts'
import { day } from '../src/traffic/presets.ts'
import { isHere } from './data.ts'
import { type Day, generated } from './generated.ts'
import { ordinaryLogs, scannerLogs } from './logs.ts'
import { page } from './page.ts'
import { payloads } from './payloads.ts'
import { silence, spoken } from './silence.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    out: { type: 'string', default: join(import.meta.dirname, '../docs/detection-quality.md') },
  },
})
const seeds = values.seeds.split(',').map(Number)
const shipped = await furnishing()

const days = seeds.map((seed): Day => {
  const one = generated({ ...day, seed }, shipped)
  const found = one.found.filter(({ alerts, joined }) => alerts.length + joined.length > 0)
  console.error(`day ${seed}: ${found.length} of ${one.found.length} campaigns found`)
  return one
})
const text = page({
  seeds,
  days,
  isHere,
  ordinary: isHere ? ordinaryLogs(shipped) : [],
  scanners: isHere ? scannerLogs(shipped) : [],
  payloads: isHere ? payloads(shipped) : [],
  silence: silence(shipped),
  unescaped: spoken(["/admin' OR '1'='1"], shipped),
})
writeFileSync(values.out, text)
console.error(`wrote ${values.out}`)
