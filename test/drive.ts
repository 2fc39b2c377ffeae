import { deserialize, serialize } from 'node:v8'
import type { Detector } from '../src/contract/detector.ts'
import type { Alert } from '../src/event/alert.ts'
import type { Finding } from '../src/event/finding.ts'
import { Request } from '../src/event/request.ts'
import { assemble } from '../src/pipeline/assemble.ts'

export const start: number = Date.UTC(2026, 10, 20, 9)

/** What stands out in a request; the rest is an ordinary page of a shop. */
export type Some = Partial<Request>

/** One request: `at` is milliseconds after nine o'clock. */
export function request(at: number, some: Some = {}): Request {
  const target = some.target ?? '/'
  const path = target.split('?')[0]!
  return Object.assign(new Request(), {
    time: start + at,
    peer: '192.0.2.1',
    host: 'shop.example',
    method: 'GET',
    protocol: 'HTTP/1.1',
    target,
    status: 200,
    bytes: 20_000,
    duration: 40,
    agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0',
    line: path,
    position: at,
    ...some,
  })
}

/** `count` requests, one every `every` milliseconds, made by number. */
export function row(
  count: number,
  every: number,
  make: (i: number) => Some = () => ({}),
  from = 0,
): Request[] {
  return Array.from({ length: count }, (_, i) => request(from + i * every, make(i)))
}

/** An address for a number: many clients. */
export function address(i: number): string {
  return `10.${(i >> 14) & 127}.${(i >> 7) & 127}.${(i & 127) + 1}`
}

/**
 * What one detector, alone in an engine, says of requests: findings of events, and alerts, those of closed windows too.
 * @param cut number of the request before which the engine is saved, and another goes on
 */
export function heard(
  detector: Detector<never>,
  requests: readonly Request[],
  cut = -1,
): {
  readonly findings: readonly Finding[]
  readonly kinds: readonly string[]
  readonly alerts: readonly Alert[]
} {
  const of = { signatures: [], detectors: [{ detector, options: {} }] }
  let engine = assemble(of)
  const findings = requests
    .toSorted((a, b) => a.time - b.time)
    .flatMap((one, i) => {
      if (i === cut) engine = assemble(of, deserialize(serialize(engine.save())))
      return [...engine.judge(one)]
    })
  engine.advance(requests.reduce((last, { time }) => Math.max(last, time), 0) + 15_000)
  const alerts = engine.alerts.all()
  return { findings, alerts, kinds: [...new Set(alerts.map(({ kind }) => kind))] }
}
