import type { Furnishing } from '../src/pipeline/assemble.ts'
import { type DataFile, files } from './data.ts'
import type { Fired } from './match.ts'
import { matters } from './generated.ts'
import { bySeverity } from './kinds.ts'
import { watch } from './session.ts'

/** A log of real people; whatever needs attention in it is listed for a person to judge. */
export interface OrdinaryLog {
  readonly name: string
  readonly hash: string
  readonly lines: number
  readonly unparsed: number
  readonly days: number
  readonly alerts: Readonly<Record<string, number>>
  readonly listed: readonly Fired[]
}

/** A log in which every line comes from a scanner. */
export interface ScannerLog {
  readonly name: string
  readonly hash: string
  readonly lines: number
  readonly unparsed: number
  /** Number of the first request with a finding, and of the first under a firing alert; 0 when there is none. */
  readonly firstFinding: number
  readonly firstAlert: number
  readonly alerts: readonly Fired[]
}

/** Each is one log in the order of its days. */
export const ordinary: readonly [string, readonly string[]][] = [
  [
    'AIT intranet, four days without attack',
    ['5', '4', '3', '2'].map((n) => `access/ait_harrison/access${n}.log.gz`),
  ],
  ['elastic, 10k lines of a blog', ['access/elastic_apache_logs_10k.log.gz']],
  ['elastic, health checks', ['access/elastic_fullstack_nginx_access.log.gz']],
  ['secrepo, 2021', ['access/secrepo_access.log.2021-10-22.gz']],
  ['secrepo, 2022', ['access/secrepo_access.log.2022-12-22.gz']],
]

/** What is said of logs of ordinary days. */
export function ordinaryLogs(furnishing: Furnishing): OrdinaryLog[] {
  return ordinary.flatMap(([name, patterns]) => {
    const found = patterns.flatMap((pattern) => files(pattern))
    if (found.length === 0) return []
    const seen = watch(lines(found), { furnishing })
    return {
      name,
      hash: found.map(({ hash }) => hash).join(' '),
      lines: seen.lines,
      unparsed: seen.unparsed,
      days: seen.days,
      alerts: bySeverity(seen.fired),
      listed: seen.fired.filter(matters),
    }
  })
}

/** How soon scanners are found. */
export function scannerLogs(furnishing: Furnishing): ScannerLog[] {
  return files('access/scanner_*.txt.gz').map((one) => {
    let events = 0
    let firstFinding = 0
    let firstAlert = 0
    const seen = watch(one.lines.map(withoutSurplusQuotes), {
      furnishing,
      tell(_, findings, firing) {
        events++
        if (firstFinding === 0 && findings.length > 0) firstFinding = events
        if (firstAlert === 0 && firing) firstAlert = events
      },
    })
    const { name, hash } = one
    return {
      name,
      hash,
      lines: seen.lines,
      unparsed: seen.unparsed,
      firstFinding,
      firstAlert,
      alerts: seen.fired,
    }
  })
}

/** The lines of all files of these patterns, in order. */
export function textsOf(patterns: readonly string[]): Generator<string> {
  return lines(patterns.flatMap((pattern) => files(pattern)))
}

function* lines(found: readonly DataFile[]): Generator<string> {
  for (const { lines } of found) yield* lines
}

/** The collection has one quote too many at both ends of its lines. */
export function withoutSurplusQuotes(line: string): string {
  return line.replace(/^"/, '').replace(/""$/, '"')
}
