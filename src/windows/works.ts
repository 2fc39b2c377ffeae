import type { Digest } from './keys/digest.ts'
import type { Plan } from './plan.ts'
import type { Store } from './stores/store.ts'

/** Combinations of conditions that are remembered. */
const most = 4096
/** Conditions in one number. */
const bits = 30

/** What an event does that meets certain conditions. */
export interface Work {
  readonly digests: readonly Digest[]
  /** Stores that may count it. */
  readonly stores: readonly Store[]
  /** Watches that it may wake, in order. */
  readonly watches: Int32Array
}

interface Branch {
  work: Work | undefined
  readonly next: Map<number, Branch>
}

/**
 * What is to be done for each combination of conditions that occurs: there are few, and an event has no
 * part in most stores.
 */
export class Works {
  readonly #plan: Plan
  readonly #conditions: readonly number[]
  #root: Branch = { work: undefined, next: new Map() }
  #size = 0

  /** @param conditions the condition of each watch; `forget` when there are more */
  constructor(plan: Plan, conditions: readonly number[]) {
    this.#plan = plan
    this.#conditions = conditions
  }

  /** Work of an event that meets the conditions that are 1. */
  of(met: Uint8Array): Work {
    let branch = this.#root
    let number = 0
    let shift = 0
    for (let i = 0; i < met.length; i++) {
      number |= met[i]! << shift
      if (++shift < bits) continue
      branch = branch.next.get(number) ?? this.#grow(branch, number)
      number = 0
      shift = 0
    }
    branch = branch.next.get(number) ?? this.#grow(branch, number)
    return (branch.work ??= this.#make(met))
  }

  #grow(branch: Branch, number: number): Branch {
    if (++this.#size > most) this.forget()
    const grown = { work: undefined, next: new Map<number, Branch>() }
    branch.next.set(number, grown)
    return grown
  }

  #make(met: Uint8Array): Work {
    const { digests, digestWheres, stores } = this.#plan
    const isMet = (where: number): boolean => met[where] === 1
    return {
      digests: digests.filter((_, i) => digestWheres[i]!.some(isMet)),
      stores: stores.filter((store) => store.wheres.some(isMet)),
      watches: Int32Array.from(
        this.#conditions.flatMap((where, watch) => (isMet(where) ? [watch] : [])),
      ),
    }
  }

  /** Makes all anew when next needed. */
  forget(): void {
    this.#root = { work: undefined, next: new Map() }
    this.#size = 0
  }
}
