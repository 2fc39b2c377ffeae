const perDecade = 20
const size = perDecade * 12
const halveAt = 20_000

/**
 * How far values usually rise: for each level, 20 a decade, how many rises reached it. Counts are
 * halved when they grow large, so that old rises fade. Saves as plain data.
 */
export class Usual {
  readonly #reached: Float64Array

  constructor(saved?: Float64Array) {
    this.#reached = saved ? saved.slice() : new Float64Array(size)
  }

  /** Rises seen, old ones by half. */
  get total(): number {
    return this.#reached[0]!
  }

  /** A value rose from one number to another; 0 begins a new rise. */
  rise(from: number, to: number): void {
    const top = levelOf(to)
    const below = from > 0 ? levelOf(from) : -1
    for (let level = below + 1; level <= top; level++) this.#reached[level]!++
    if (below >= 0 || this.total < halveAt) return
    for (let i = 0; i < size; i++) this.#reached[i]! /= 2
  }

  /** The highest level that at least `least` rises reached, and a share `rare` of all; 0 without rises. */
  peak(rare: number, least: number): number {
    const enough = Math.max(least, rare * this.total)
    for (let i = size - 1; i >= 0; i--)
      if (this.#reached[i]! >= enough) return 10 ** ((i + 1) / perDecade)
    return 0
  }

  save(): Float64Array {
    return this.#reached.slice()
  }
}

function levelOf(value: number): number {
  return levels[value] ?? measured(value)
}

function measured(value: number): number {
  return value > 1 ? Math.min(size - 1, Math.floor(Math.log10(value) * perDecade)) : 0
}

/** Levels of the counts that nearly all values are. */
const levels = Uint8Array.from({ length: 1024 }, (_, value) => measured(value))
