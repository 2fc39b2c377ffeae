const gamma = 1.01 / 0.99
const perLog = 1 / Math.log(gamma)
const smallest = 1e-9
const mostBins = 2048

interface Bins {
  /** Number of the first bin in `counts`. */
  from: number
  counts: Uint32Array
}

/** Plain data of a sketch. */
export interface SavedSketch {
  readonly n: number
  readonly zero: number
  readonly up: Bins
  readonly down: Bins
}

/**
 * Quantiles of any numbers within 1 % of the value, by counts in logarithmic bins. Sketches add up
 * and subtract exactly. Values under 1e-9 count as 0; beyond 2,048 bins the smallest are merged.
 * Source: Masson, Rim, Lee 2019, DDSketch.
 */
export class QuantileSketch {
  /** Values taken. */
  n: number
  #zero: number
  readonly #up: Bins
  readonly #down: Bins

  constructor(saved?: SavedSketch) {
    this.n = saved?.n ?? 0
    this.#zero = saved?.zero ?? 0
    this.#up = copyOf(saved?.up)
    this.#down = copyOf(saved?.down)
  }

  add(value: number): void {
    this.n++
    if (value > smallest) put(this.#up, binOf(value), 1)
    else if (value < -smallest) put(this.#down, binOf(-value), 1)
    else this.#zero++
  }

  /** Adds the values of another sketch. */
  merge(other: QuantileSketch): void {
    this.n += other.n
    this.#zero += other.#zero
    putAll(this.#up, other.#up, 1)
    putAll(this.#down, other.#down, 1)
  }

  /** Takes away the values of a sketch that was merged before. */
  subtract(other: QuantileSketch): void {
    this.n -= other.n
    this.#zero -= other.#zero
    putAll(this.#up, other.#up, -1)
    putAll(this.#down, other.#down, -1)
  }

  /** The value that a share `q` of all values does not exceed (nearest rank); 0 without values. */
  quantile(q: number): number {
    let left = Math.max(1, Math.ceil(q * this.n))
    if (this.n === 0) return 0
    const down = this.#down
    for (let i = down.counts.length - 1; i >= 0; i--)
      if ((left -= down.counts[i]!) <= 0) return -middle(down.from + i)
    if ((left -= this.#zero) <= 0) return 0
    const up = this.#up
    for (let i = 0; i < up.counts.length; i++)
      if ((left -= up.counts[i]!) <= 0) return middle(up.from + i)
    return 0
  }

  save(): SavedSketch {
    return { n: this.n, zero: this.#zero, up: copyOf(this.#up), down: copyOf(this.#down) }
  }
}

function copyOf(bins: Bins | undefined): Bins {
  return { from: bins?.from ?? 0, counts: bins?.counts.slice() ?? new Uint32Array(0) }
}

function binOf(value: number): number {
  return Math.ceil(Math.log(value) * perLog)
}

function middle(bin: number): number {
  return (2 * gamma ** bin) / (gamma + 1)
}

function put(bins: Bins, bin: number, times: number): void {
  const { counts } = bins
  let at = bin - bins.from
  if (at >= counts.length || at < 0) {
    reach(bins, bin)
    at = Math.max(0, bin - bins.from)
  }
  bins.counts[at]! += times
}

function putAll(bins: Bins, other: Bins, times: number): void {
  for (let i = other.counts.length - 1; i >= 0; i--)
    if (other.counts[i]! > 0) put(bins, other.from + i, times * other.counts[i]!)
}

/** Widens the bins to hold `bin`, with room beside it; merges the lowest when there are too many. */
function reach(bins: Bins, bin: number): void {
  const { from, counts } = bins
  const first = counts.length === 0 ? bin : Math.min(bin, from)
  const last = Math.max(bin, counts.length === 0 ? bin : from + counts.length - 1)
  const low = Math.max(first - 4, last + 4 - mostBins + 1)
  if (low > bin && low === from) return
  const wider = new Uint32Array(last + 4 - low + 1)
  for (let i = 0; i < counts.length; i++) wider[Math.max(0, from + i - low)]! += counts[i]!
  bins.from = low
  bins.counts = wider
}
