import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { furnishing } from '../src/pipeline/furnishing.ts'
import { day } from '../src/traffic/presets.ts'
import { isHere } from './data.ts'
import { foreignPart } from './foreign.ts'
import { type Day, generated } from './generated.ts'
import { ordinaryLogs, scannerLogs } from './logs.ts'
import { page } from './page.ts'
import { benignLogs } from './requests/benign.ts'
import { type Shop, shop } from './requests/csic.ts'
import { baselineJudge, coreJudges, shippedJudge } from './requests/judges.ts'
import { lists } from './requests/lists.ts'
import { signaturePage } from './requests/page.ts'
import { type Row, rowOf } from './requests/rows.ts'
import { silence, spoken } from './silence.ts'

const docs = join(import.meta.dirname, '../docs')
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    out: { type: 'string', default: join(docs, 'detection-quality.md') },
    'out-signatures': { type: 'string', default: join(docs, 'signature-quality.md') },
    only: { type: 'string' },
    misses: { type: 'boolean', default: false },
  },
})
const shipped = await furnishing()
if (values.misses) printMisses(values.only ?? '')
else {
  if (values.only !== 'signatures') writeDays()
  if (values.only !== 'days') writeSignatures()
}

function writeDays(): void {
  const seeds = values.seeds.split(',').map(Number)
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
    silence: silence(shipped),
    unescaped: spoken(["/admin' OR '1'='1"], shipped),
  })
  writeFileSync(values.out, text)
  console.error(`wrote ${values.out}`)
}

function writeSignatures(): void {
  const own = shippedJudge(shipped)
  const others = [baselineJudge, ...coreJudges()]
  const rows = isHere ? lists().map((list) => told(rowOf(list, own, others))) : []
  const text = signaturePage({
    rows,
    shop: isHere ? shop([own, ...others]) : undefined,
    benign: benignLogs(shipped, day, others),
    others: others.map(({ name }) => name),
    foreign: foreignPart(),
  })
  writeFileSync(values['out-signatures'], text)
  console.error(`wrote ${values['out-signatures']}`)
}

function told(row: Row): Row {
  console.error(`${row.part}, ${row.name}: ${row.found} of ${row.texts} found`)
  return row
}

/** What was judged wrongly, by form, of the lists whose part or name begins so. */
function printMisses(only: string): void {
  const own = shippedJudge(shipped)
  for (const list of lists()) {
    if (list.isSum || ![list.part, list.name].some((name) => name.startsWith(only))) continue
    const { part, name, texts, found, wrong } = rowOf(list, own, [])
    console.log(`\n${part}, ${name}: ${found} of ${texts} found`)
    for (const { text, by, size } of wrong) console.log(`  ${size} × ${text}${by && ` (${by})`}`)
  }
  const { missed, wrong }: Shop = shop([own])
  if (!'csic'.startsWith(only)) return
  for (const [what, some] of [
    ['missed', missed],
    ['wrong', wrong],
  ] as const)
    for (const { text, by, size } of some) console.log(`  csic ${what}: ${size} × ${text} ${by}`)
}
