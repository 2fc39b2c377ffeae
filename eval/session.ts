import type { Event } from '../src/event/event.ts'
import type { Finding } from '../src/event/finding.ts'
import type { Parser } from '../src/contract/parser.ts'
import { createReader } from '../src/parsers/reader.ts'
import { assemble, type Furnishing } from '../src/pipeline/assemble.ts'
import type { Fired } from './match.ts'

/** What one log gave. */
export interface Seen {
  readonly lines: number
  readonly unparsed: number
  /** Alerts that fired, as they stood last. */
  readonly fired: readonly Fired[]
  readonly days: number
}

export interface Watch {
  readonly furnishing: Furnishing
  /** The format, where the lines do not say enough to find it. */
  readonly parser?: readonly Parser[]
  /** Hears of every event with its own findings, and whether its client has a firing alert. */
  readonly tell?: (event: Event, findings: readonly Finding[], firing: boolean) => void
}

/** Runs a whole log through a fresh engine. */
export function watch(lines: Iterable<string>, { furnishing, parser, tell }: Watch): Seen {
  const engine = assemble(furnishing)
  const reader = createReader(parser && { parser })
  const fired = new Map<string, Fired>()
  const days = new Set<number>()
  let count = 0
  let now = 0
  const collect = (): void => {
    for (const alert of engine.alerts.changes()) {
      if (alert.state === 'pending' && !fired.has(alert.id)) continue
      fired.set(alert.id, { alert, firedAt: fired.get(alert.id)?.firedAt ?? now })
    }
  }
  for (const line of lines) {
    count++
    const event = reader.read(line, count)
    if (event === undefined || event.kind === 'unparsed') continue
    const findings = engine.judge(event)
    const firing = event.kind === 'request' && engine.firing(event.client) !== undefined
    tell?.(event, findings, firing)
    now = Math.max(now, event.time)
    days.add(Math.floor(event.time / 86_400_000))
    collect()
  }
  engine.finish()
  collect()
  return {
    lines: count,
    unparsed: reader.counts.unparsed,
    fired: [...fired.values()],
    days: days.size,
  }
}
