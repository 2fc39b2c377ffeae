/** A level that follows its values with exponential forgetting, and how far they spread around it. */
export interface Level {
  mean: number
  variance: number
  /** Values taken so far. */
  n: number
}

/**
 * Takes one value into a level: the plain mean at first, then exponential forgetting.
 * @param memory how many values it remembers (weight of one value is 1/memory once warm)
 * Source: West 1979, incremental mean and variance with weights.
 */
export function follow(level: Level, value: number, memory: number): void {
  level.n++
  const weight = 1 / Math.min(level.n, memory)
  const off = value - level.mean
  level.mean += weight * off
  level.variance = (1 - weight) * (level.variance + weight * off * off)
}
