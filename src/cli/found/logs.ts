import { globSync } from 'node:fs'
import type { Event, Unparsed } from '../../event/event.ts'
import { createReader } from '../../parsers/reader.ts'
import { intake, Tally } from '../../pipeline/intake.ts'
import file from '../../sources/file.ts'

/** Where web servers and proxies write their access logs unless told otherwise. */
const places: readonly string[] = [
  '/var/log/nginx/*access*.log',
  '/var/log/apache2/*access*.log',
  '/var/log/httpd/*access*log',
  '/var/log/caddy/*.log',
  '/var/log/traefik/access*.log',
  '/var/log/haproxy*.log',
  '/var/log/lighttpd/*access*.log',
  '/var/log/envoy/*access*.log',
  '/var/log/varnish/varnishncsa.log',
  '/usr/local/var/log/nginx/access.log',
  '/opt/homebrew/var/log/nginx/access.log',
  '/data/logs/proxy-host-*_access.log',
  'C:/inetpub/logs/LogFiles/*/*.log',
]

/** Logs in their usual places that can be seen from here. */
export function findLogs(): string[] {
  return places.flatMap((place) => globSync(place)).slice(0, 12)
}

/** What the first lines of a log are. */
export interface Probed {
  readonly path: string
  /** Parser that took most lines; '' when none could be read. */
  readonly parser: string
  readonly lines: number
  readonly parsed: number
  readonly sample: Event | undefined
  readonly unread: Unparsed | undefined
}

/** Reads the first lines of a log: one chunk of it. */
export async function probe(path: string, signal: AbortSignal): Promise<Probed> {
  const enough = new AbortController()
  const source = file.open({ paths: [path] }, { signal: AbortSignal.any([signal, enough.signal]) })
  const reader = createReader({ source: path })
  const tally = new Tally()
  let sample: Event | undefined
  let unread: Unparsed | undefined
  for await (const batch of intake(source.chunks(), () => reader, tally)) {
    for (const outcome of batch) {
      if (outcome.kind === 'unparsed') unread ??= outcome
      else if (outcome.kind !== 'skipped') sample ??= outcome
    }
    enough.abort()
    break
  }
  const parser = reader.counts.parsers[0]?.parser ?? ''
  return { path, parser, lines: tally.lines, parsed: tally.parsed, sample, unread }
}
