import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { file, folder } from '../eval/data.ts'
import { withoutSurplusQuotes } from '../eval/logs.ts'
import { mix } from '../src/stats/random.ts'
import { windowAlerts } from '../src/traffic/formats/window-alerts.ts'
import { generate } from '../src/traffic/generate.ts'
import { Hit, ordinaryLabel } from '../src/traffic/hit.ts'
import { load } from '../src/traffic/load.ts'
import { day } from '../src/traffic/presets.ts'

/** The real logs, in this order, over and over. */
const real = [
  'elastic_apache_logs_10k.log',
  'elastic_fullstack_nginx_access.log',
  ...[5, 4, 3, 2].map((n) => `ait_harrison/access${n}.log`),
  'secrepo_access.log.2021-10-22',
  'secrepo_access.log.2022-12-22',
  'scanner_acunetix.txt',
  'scanner_w3af.txt',
]

/** Whether the real logs are here. */
export const isRealHere: boolean = existsSync(join(folder, 'access'))

/** A lap of the real logs: nothing changed but the surplus quotes of the scanners' collection. */
function lap(): string[] {
  return real.flatMap((name) => {
    const { lines } = file(`access/${name}.gz`)
    return name.startsWith('scanner_') ? lines.map(withoutSurplusQuotes) : lines
  })
}

/** Writes a log of so many real lines; `isDifferent` gives each target an argument of its own. */
export function writeReal(path: string, lines: number, isDifferent: boolean): void {
  const once = lap()
  const all = function* (): Generator<string> {
    for (let i = 0; i < lines; i++) {
      const line = once[i % once.length]!
      yield isDifferent ? withArgument(line, i) : line
    }
  }
  writeLines(path, all())
}

function withArgument(line: string, i: number): string {
  return line.replace(
    /^([^"]*"\S+ )(\S+)(?= HTTP\/)/,
    (_, before: string, target: string) =>
      `${before}${target}${target.includes('?') ? '&' : '?'}u=${i}`,
  )
}

/** Writes the first lines of the generated day, in combined format. */
export function writeDay(path: string, lines: number): void {
  const all = function* (): Generator<string> {
    let i = 0
    for (const { line } of generate({ ...day, format: 'combined' })) {
      if (i++ >= lines) return
      yield line
    }
  }
  writeLines(path, all())
}

/** Writes lines that are all different, so many bytes of them. */
export function writeLoad(path: string, bytes: number): void {
  writeLines(path, load({ lines: Math.ceil(bytes / 210), clients: 100_000 }))
}

/** Event time of event `i`: 100,000 a second, three of ten 1 to 5 seconds late. */
export function windowTime(i: number): number {
  const bits = mix(i ^ 0x5eed) >>> 0
  return 1_659_509_500_000 + i / 100 - (bits % 10 < 3 ? 1000 + ((bits >>> 8) % 4000) : 0)
}

/** Client of event `i` among so many. */
export function windowClient(i: number, keys: number): string {
  const key = (mix(i ^ 0xc11e) >>> 0) % keys
  return `10.${key >>> 16}.${(key >>> 8) & 255}.${key & 255}`
}

/** Writes the events of the window measurements as JSON of window alerts. */
export function writeWindowJson(path: string, events: number, keys: number): void {
  const all = function* (): Generator<string> {
    const hit = new Hit(ordinaryLabel('app'))
    const statuses = [200, 204, 201, 400, 403, 429, 500, 503]
    for (let i = 0; i < events; i++) {
      const bits = mix(i) >>> 0
      hit.time = windowTime(i)
      hit.client = windowClient(i, keys)
      hit.status = statuses[bits & 7]!
      hit.duration = 10 + ((bits >>> 3) % 1000)
      hit.host = `api_${(bits >>> 13) % 51}.example.com`
      hit.server = `s_v${(bits >>> 19) % 11}`
      hit.country = ['FR', 'US', 'IR', 'EN', 'GE'][(bits >>> 23) % 5]!
      yield windowAlerts.write(hit)
    }
  }
  writeLines(path, all())
}

function writeLines(path: string, lines: Iterable<string>): void {
  const fd = openSync(path, 'w')
  let text = ''
  for (const line of lines) {
    text += `${line}\n`
    if (text.length < 1 << 18) continue
    writeSync(fd, Buffer.from(text, 'latin1'))
    text = ''
  }
  writeSync(fd, Buffer.from(text, 'latin1'))
  closeSync(fd)
}
