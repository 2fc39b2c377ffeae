import type { Production } from './form.ts'
import { productions } from './productions.ts'
import type { Lead, Shape } from './shape.ts'

/** A structure that was found. */
export interface Evidence {
  readonly strength: number
  readonly why: string
  /** Pieces it is made of: `[from, to)`. */
  readonly from: number
  readonly to: number
}

/** The strongest evidence that a shape can only be a piece of SQL that changes a query. */
export function decide(shape: Shape): Evidence | undefined {
  let best: Evidence | undefined
  for (let at = 0; at < shape.kinds.length; at++) {
    const of = productions.get(shape.kinds[at]!)
    if (of) best = strongest(shape, at, of, best)
  }
  return best
}

function strongest(
  shape: Shape,
  at: number,
  among: readonly Production[],
  least: Evidence | undefined,
): Evidence | undefined {
  let best = least
  let lead: Lead | undefined
  for (const { pattern, strength, why, leads, only } of among) {
    if (strength <= (best?.strength ?? 0)) continue
    pattern.lastIndex = at
    if (!pattern.test(shape.kinds)) continue
    const to = pattern.lastIndex
    if (leads && !leads.includes((lead ??= shape.lead(at)))) continue
    if (!only || only(shape, at)) best = { strength, why, from: Math.max(0, at - 1), to }
  }
  return best
}
