import type { Edge, Syntax } from './syntax.ts'

/** One step of a program. */
export type Step =
  | { readonly is: 'set'; readonly bytes: Uint8Array; readonly next: number }
  /** Several ways, the preferred first. */
  | { readonly is: 'split'; readonly next: readonly number[] }
  | { readonly is: 'edge'; readonly edge: Edge; readonly next: number }
  /** Notes the place: at 2n where group n begins, at 2n + 1 where it ends. */
  | { readonly is: 'save'; readonly slot: number; readonly next: number }
  | {
      readonly is: 'look'
      readonly look: number
      readonly isNegated: boolean
      readonly next: number
    }
  | { readonly is: 'done' }

/** What is looked for around a place, as a program of its own. */
export interface Look {
  readonly program: Program
  readonly isBehind: boolean
}

/** The last step is the first to run. */
export interface Program {
  readonly steps: readonly Step[]
  readonly looks: readonly Look[]
}

/** Steps of the largest program. */
const mostSteps = 20_000

/** A pattern as a program; undefined when it would be too large. */
export function createProgram(syntax: Syntax): Program | undefined {
  const writer = new Writer()
  return writer.write(syntax, 0) < 0 ? undefined : writer
}

class Writer implements Program {
  readonly steps: Step[] = [{ is: 'done' }]
  readonly looks: Look[] = []

  /** Writes steps that match and then go on at `next`. @returns where they begin; -1 when there are too many */
  write(syntax: Syntax, next: number): number {
    if (next < 0 || this.steps.length > mostSteps) return -1
    switch (syntax.is) {
      case 'set':
        return this.#add({ is: 'set', bytes: syntax.bytes, next })
      case 'edge':
        return this.#add({ is: 'edge', edge: syntax.edge, next })
      case 'group':
        return this.#group(syntax, next)
      case 'look':
        return this.#look(syntax, next)
      case 'repeat':
        return this.#repeat(syntax, next)
      case 'sequence':
        return this.#split([syntax.of.reduceRight((to, part) => this.write(part, to), next)])
      default:
        return this.#split(syntax.of.map((part) => this.write(part, next)))
    }
  }

  #split(starts: readonly number[]): number {
    return starts.includes(-1) ? -1 : this.#add({ is: 'split', next: starts })
  }

  #group({ of, number }: Extract<Syntax, { is: 'group' }>, next: number): number {
    const inside = this.write(of, this.#add({ is: 'save', slot: number * 2 + 1, next }))
    return inside < 0 ? -1 : this.#add({ is: 'save', slot: number * 2, next: inside })
  }

  #add(step: Step): number {
    return this.steps.push(step) - 1
  }

  #look({ of, isBehind, isNegated }: Extract<Syntax, { is: 'look' }>, next: number): number {
    const program = createProgram(of)
    if (!program) return -1
    const look = this.looks.push({ program, isBehind }) - 1
    return this.#add({ is: 'look', look, isNegated, next })
  }

  #repeat({ of, least, most, isLazy }: Extract<Syntax, { is: 'repeat' }>, next: number): number {
    const choice = (inside: number): number =>
      this.#add({ is: 'split', next: isLazy ? [next, inside] : [inside, next] })
    let at = next
    let copies = least
    if (most < 0) {
      const ways: number[] = []
      const again = this.#add({ is: 'split', next: ways })
      const inside = this.write(of, again)
      if (inside < 0) return -1
      ways.push(...(isLazy ? [next, inside] : [inside, next]))
      // the first time is apart, so that what is repeated may be empty
      at = least === 0 ? choice(inside) : inside
      copies = Math.max(0, least - 1)
    }
    for (let i = least; i < most && at >= 0; i++) {
      const inside = this.write(of, at)
      at = inside < 0 ? -1 : choice(inside)
    }
    for (let i = 0; i < copies && at >= 0; i++) at = this.write(of, at)
    return at < 0 ? -1 : this.#add({ is: 'split', next: [at] })
  }
}
