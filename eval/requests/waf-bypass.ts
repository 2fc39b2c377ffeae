import type { Request } from '../../src/event/request.ts'
import { file } from '../data.ts'
import { latin1, type List, type Sample } from './sample.ts'

type Zone = 'URL' | 'ARGS' | 'USER-AGENT' | 'REFERER'

/** A payload with the zones of the request that its tool puts it into. */
interface Payload extends Partial<Record<Zone, string>> {
  readonly category: string
  readonly METHOD?: string
  /** Whether a firewall should refuse it. */
  readonly BLOCKED: boolean
}

/** Zones that a log shows. */
const zones: readonly Zone[] = ['URL', 'ARGS', 'USER-AGENT', 'REFERER']
const goal = 0.85

/** The list of a tool that tries to get past web application firewalls: a request for each zone that a log shows. */
export function bypassLists(): List[] {
  const rows = file('http/waf_bypass/payloads.jsonl').lines.map(
    (line) => JSON.parse(line) as Payload,
  )
  const attacks = rows.filter(({ BLOCKED }) => BLOCKED)
  const categories = [...Map.groupBy(attacks, ({ category }) => category)]
  const list = (name: string, some: readonly Payload[]): List => ({
    part: 'bypass',
    name,
    attack: true,
    goal,
    samples: some.flatMap(samplesOf),
  })
  const all: List[] = [
    { ...list('all', attacks), isSum: true },
    ...categories.map(([name, some]) => list(name, some)),
    {
      part: 'benign',
      name: 'WAF bypass, what must pass',
      attack: false,
      samples: rows.filter(({ BLOCKED }) => !BLOCKED).flatMap(samplesOf),
    },
  ]
  return all.filter(({ samples }) => samples.length > 0)
}

function samplesOf(payload: Payload): Sample[] {
  return zones.flatMap((zone) => {
    const text = payload[zone]?.replaceAll('%RND%', '4711')
    if (text === undefined) return []
    const method = payload.METHOD ?? 'GET'
    return [{ text: `${zone}: ${latin1(text)}`, request: { method, ...inZone(zone, text) } }]
  })
}

function inZone(zone: Zone, text: string): Partial<Request> {
  if (zone === 'USER-AGENT') return { target: '/', agent: latin1(text) }
  if (zone === 'REFERER') return { target: '/', referrer: latin1(text) }
  if (zone === 'ARGS') return { target: `/?${escaped(text)}` }
  return { target: escaped(text.startsWith('/') ? text : `/${text}`) }
}

/** What may stand in a target stays, the rest is percent-encoded, as HTTP libraries do. */
function escaped(text: string): string {
  return latin1(text).replaceAll(
    /[^\w!$%&'()*+,./:;=?@[\]~-]/g,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  )
}
