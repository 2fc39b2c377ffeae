/** One measured number, beside what it should reach. */
export interface Figure {
  readonly part: string
  readonly name: string
  readonly value: number
  readonly unit: string
  /** At least this, or with `isMost` at most. */
  readonly goal?: number
  readonly isMost?: boolean
  readonly note?: string
}

/** Whether a figure reaches its goal; undefined where it has none. */
export function isMet({ value, goal, isMost }: Figure): boolean | undefined {
  if (goal === undefined) return undefined
  return isMost ? value <= goal : value >= goal
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}

/** CPU seconds of this process for each of `runs` calls, after one that is not counted. */
export function cpuSeconds(runs: number, work: () => void): number[] {
  return Array.from({ length: runs + 1 }, () => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }).slice(1)
}
