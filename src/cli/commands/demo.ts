import { setTimeout as sleep } from 'node:timers/promises'
import type { Chunk } from '../../contract/source.ts'
import { intake } from '../../pipeline/intake.ts'
import { formatCalled } from '../../traffic/formats/formats.ts'
import { generate } from '../../traffic/generate.ts'
import { demo } from '../../traffic/presets.ts'
import { numberGiven } from '../arguments.ts'
import type { Call } from '../call.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Input, Way } from '../session/input.ts'
import { LiveView } from '../screen/live.ts'
import { alertRow, heading, ranked, tallyWords } from '../screen/report.ts'
import { engineFor } from '../session/furnish.ts'
import { Session } from '../session/session.ts'
import { settle } from '../session/settle.ts'
import { verdict } from '../session/verdict.ts'

/** Real time between two chunks. */
const beat = 50

/** Plays ten minutes of a shop with six campaigns on it, faster than life, and reports. */
export async function run(call: Call): Promise<ExitCode> {
  const { flags, shell } = call
  const { out, err } = shell
  const speed = numberGiven(flags, 'speed', 60)
  const traffic = { ...demo, seed: numberGiven(flags, 'seed', demo.seed ?? 1) }
  const begin = traffic.start ?? 0
  const length = (traffic.minutes ?? 10) * 60_000
  const settled = await settle(call)
  const session = new Session(call, settled, [], await engineFor(settled))
  err.write(`  Ten minutes of a shop and six campaigns against it, ${speed}× faster than life.\n\n`)
  const view = new LiveView(shell, begin, length)
  session.onAlerts = (changed) => view.tell(changed)
  session.onAdvance = ({ lines }) => view.update(session.tally.to, lines, session.alerts.size)
  await session.read({ open: async (_, way) => playing(traffic, speed, way) })
  view.end()
  const { tally, formats, elapsed } = session
  err.write(`${heading({ tally, formats, elapsed, kept: undefined }, err)}\n`)
  const alerts = ranked([...session.alerts.values()])
  for (const [i, alert] of alerts.entries()) out.write(alertRow(alert, i + 1, out))
  err.write(`\n  ${tallyWords(alerts)}.   Look at your own:  tripline /var/log/nginx/access.log
  The same lines as a file:  tripline generate --demo --out demo.log
  and why they were judged so:  tripline explain 1 demo.log\n`)
  return verdict(session)
}

type Traffic = Parameters<typeof generate>[0]

/** Generated traffic as an input that keeps to the clock. */
function playing(traffic: Traffic, speed: number, { signal, readerOf, tally }: Way): Input {
  return {
    batches: intake(chunks(traffic, speed, signal), readerOf, tally),
    size: undefined,
    read: () => tally.bytes,
    failures: [],
  }
}

async function* chunks(
  traffic: Traffic,
  speed: number,
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const began = performance.now()
  const start = traffic.start ?? 0
  const { header } = formatCalled(traffic.format ?? 'combined')
  let text = header.map((line) => `${line}\n`).join('')
  let due = start + beat * speed
  let position = 0
  for (const { line, time } of generate(traffic)) {
    while (time >= due) {
      const bytes = Buffer.from(text, 'latin1')
      if (bytes.length > 0) yield { bytes, source: 'demo', position, last: false }
      position += bytes.length
      text = ''
      await sleep(Math.max(0, began + (due - start) / speed - performance.now()))
      if (signal.aborted) return
      due += beat * speed
    }
    text += `${line}\n`
  }
  yield { bytes: Buffer.from(text, 'latin1'), source: 'demo', position, last: true }
}
