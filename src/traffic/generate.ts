import type { Campaign } from './campaigns/campaign.ts'
import { plan } from './campaigns/plan.ts'
import { Breakage, raidFlows } from './campaigns/raid.ts'
import { formatCalled } from './formats/formats.ts'
import type { Hit, Label } from './hit.ts'
import { Merge } from './merge.ts'
import { settle, type TrafficOptions } from './options.ts'
import { robotFlows } from './shop/robots.ts'
import { Visits } from './shop/visits.ts'
import { World } from './world.ts'

/** One line of a log, with what it is. */
export interface Line {
  /** One character per byte, without its end. */
  readonly line: string
  /** Epoch milliseconds. */
  readonly time: number
  readonly label: Label
}

/** The campaigns that a run with these options has, in order of their starts. */
export function campaigns(options: TrafficOptions): readonly Campaign[] {
  const settled = settle(options)
  const { raids, failings } = plan(new World(settled), settled.campaigns)
  return [...raids, ...failings]
    .map(({ campaign }) => campaign)
    .toSorted((a, b) => a.start - b.start)
}

/** The requests of a run in order of time, before any format. Holds only what is under way in memory. */
export function* requests(options: TrafficOptions): Generator<Hit> {
  const settled = settle(options)
  const world = new World(settled)
  const { raids, failings } = plan(world, settled.campaigns)
  const breakages = failings.map((failing) => new Breakage(world, failing))
  const waiting = raids.toSorted((a, b) => a.campaign.start - b.campaign.start)
  const visits = new Visits(world)
  const merge = new Merge()
  for (const flow of robotFlows(world)) merge.add(flow)
  let number = 0
  for (;;) {
    while (visits.next <= merge.next && visits.next < world.end) visits.admit(merge)
    while (waiting.length > 0 && waiting[0]!.campaign.start <= merge.next)
      for (const flow of raidFlows(world, waiting.shift()!)) merge.add(flow)
    if (merge.size === 0 || merge.next >= world.end) return
    const hit = merge.take()
    if (hit.time < world.start || !breakages.every((breakage) => breakage.pass(hit))) continue
    hit.number = ++number
    yield hit
  }
}

/** The lines of a run in order of time, each with its label; the header of the format is not among them. */
export function* generate(options: TrafficOptions): Generator<Line> {
  const { write } = formatCalled(settle(options).format)
  for (const hit of requests(options)) yield { line: write(hit), time: hit.time, label: hit.label }
}
