import type { Engine } from './engine.ts'
import type { Outcome } from './intake.ts'

/** What the drive tells its caller: each outcome before it is judged, and the end of each batch. */
export interface Watcher {
  /** Judges the event; by default `engine.judge`. */
  readonly judge?: (outcome: Outcome) => void
  /** After each batch: the place for progress, alerts, back-pressure. */
  readonly rest?: () => void | Promise<void>
}

/** Drives outcomes through the engine until there are no more, then closes what is open. */
export async function drive(
  batches: AsyncIterable<readonly Outcome[]>,
  engine: Engine,
  { judge, rest }: Watcher = {},
): Promise<void> {
  for await (const batch of batches) {
    for (const outcome of batch) {
      if (judge) judge(outcome)
      else if (outcome.kind !== 'unparsed' && outcome.kind !== 'skipped') engine.judge(outcome)
    }
    await rest?.()
  }
  engine.finish()
}
