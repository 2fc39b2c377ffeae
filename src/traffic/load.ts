import { mix } from '../stats/random.ts'
import { clfTime } from './formats/time.ts'

/** How much to write. */
export interface LoadOptions {
  readonly lines: number
  /** Different clients, up to 16 million. */
  readonly clients: number
  readonly seed?: number
  /** Epoch milliseconds of the first line. */
  readonly start?: number
  /** Lines a second of the log's own time. */
  readonly rate?: number
}

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/154.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:157.0) Gecko/20100101 Firefox/157.0',
  'curl/8.5.0',
]

/** Lines in combined format as fast as they can be made, every target different: for tests of load only. */
export function* load(options: LoadOptions): Generator<string> {
  const seed = options.seed ?? 1
  const start = options.start ?? Date.UTC(2026, 10, 21)
  const gap = 1000 / (options.rate ?? 2000)
  for (let i = 0; i < options.lines; i++) {
    const bits = mix(i ^ seed)
    const client = i < options.clients ? i : bits % options.clients
    const address = `${11 + ((client >>> 22) & 3)}.${(client >>> 14) & 255}.${(client >>> 6) & 255}.${1 + ((client & 63) << 2)}`
    const status = (bits >>> 20) % 50 === 0 ? 404 : 200
    yield `${address} - - [${clfTime(start + i * gap)}] "GET /product/${bits.toString(36)}-${i}?ref=${(bits >>> 7) % 97} HTTP/1.1" ${status} ${2000 + ((bits >>> 9) % 60_000)} "https://shop.example/" "${agents[bits & 3]!}"`
  }
}
