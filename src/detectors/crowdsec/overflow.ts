import type { Event } from '../../event/event.ts'
import { copy } from '../../text/copy.ts'
import { fields } from './fields.ts'

/** Who a bucket's events came from. */
export interface Source {
  readonly scope: string
  readonly value: string
  /** '' when unknown. */
  readonly address: string
  readonly range: string
}

/** A bucket that has overflowed. */
export interface Overflow {
  readonly scenario: string
  readonly remediation: boolean
  readonly sources: readonly Source[]
  /** Events poured into the bucket. */
  readonly count: number
  /** Epoch milliseconds. */
  readonly since: number
  readonly time: number
}

/** An event as a bucket keeps it, for conditions that look back. */
export interface Held {
  readonly Meta: Readonly<Record<string, string>>
  readonly Parsed: Readonly<Record<string, string>>
  readonly Enriched: Readonly<Record<string, string>>
}

export function hold(event: Event | undefined): Held {
  const held: Record<string, Record<string, string>> = { Meta: {}, Parsed: {}, Enriched: {} }
  if (event === undefined) return held as unknown as Held
  for (const [name, { read }] of fields) {
    const [room, key] = name.split('.') as [string, string | undefined]
    if (key === undefined || !(room in held)) continue
    const text = read(event)
    if (text !== '') held[room]![key] = copy(text)
  }
  return held as unknown as Held
}
