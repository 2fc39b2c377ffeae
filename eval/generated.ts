import type { Event } from '../src/event/event.ts'
import type { Finding } from '../src/event/finding.ts'
import { fromNginx } from '../src/parsers/template/nginx.ts'
import type { Furnishing } from '../src/pipeline/assemble.ts'
import { timedFormat } from '../src/traffic/formats/clf.ts'
import { campaigns, generate } from '../src/traffic/generate.ts'
import type { Label } from '../src/traffic/hit.ts'
import type { TrafficOptions } from '../src/traffic/options.ts'
import { grepFinds } from './baseline.ts'
import { type Fired, type Matched, match } from './match.ts'
import { watch } from './session.ts'

/** Lines of campaigns and ordinary ones, by what was said of them. */
export interface LineCounts {
  attacks: number
  attacksFlagged: number
  attacksGrepped: number
  ordinary: number
  ordinaryFlagged: number
  ordinaryGrepped: number
}

export interface Day {
  readonly lines: number
  readonly found: readonly Matched[]
  readonly wrong: readonly Fired[]
  readonly counts: LineCounts
}

/** Detection on generated traffic, against the labels that it comes with. */
export function generated(options: TrafficOptions, furnishing: Furnishing): Day {
  const planned = campaigns(options).filter(({ kind }) => kind !== '')
  const counts = {
    attacks: 0,
    attacksFlagged: 0,
    attacksGrepped: 0,
    ordinary: 0,
    ordinaryFlagged: 0,
    ordinaryGrepped: 0,
  }
  let label: Label | undefined
  const lines = function* (): Generator<string> {
    for (const one of generate(options)) {
      label = one.label
      yield one.line
    }
  }
  const tell = (event: Event, findings: readonly Finding[], firing: boolean): void => {
    if (event.kind !== 'request') return
    const grepped = Number(grepFinds(event.target))
    const isFound = findings.some(({ note }) => !note)
    if (label!.campaign === '') {
      counts.ordinary++
      counts.ordinaryFlagged += Number(isFound)
      counts.ordinaryGrepped += grepped
    } else {
      counts.attacks++
      counts.attacksFlagged += Number(isFound || firing)
      counts.attacksGrepped += grepped
    }
  }
  const parser = options.format === 'timed' ? [fromNginx(timedFormat)] : undefined
  const seen = watch(lines(), { furnishing, tell, ...(parser && { parser }) })
  return { lines: seen.lines, counts, ...match(planned, seen.fired) }
}

/** Alerts that a person would look at. */
export function matters({ alert }: Fired): boolean {
  return alert.severity !== 'info' && alert.severity !== 'low'
}
