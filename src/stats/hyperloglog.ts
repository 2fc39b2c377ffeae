/**
 * Estimates how many different values were seen, from their hashes; standard error 1.04/√m.
 * Source: Flajolet et al. 2007; range correction after Ertl 2017, "New cardinality estimation algorithms".
 */
export class HyperLogLog {
  /** One byte a register: the largest rank seen. Length is a power of two, 16 or more. */
  readonly registers: Uint8Array
  readonly #bits: number
  /** How many registers hold each rank: all that the estimate needs. */
  readonly #ranks: Uint32Array = new Uint32Array(66)

  constructor(registers: Uint8Array) {
    this.registers = registers
    this.#bits = 31 - Math.clz32(registers.length)
    this.recount()
  }

  /** Takes one value, by 64 bits of its hash. */
  add(high: number, low: number): void {
    this.raise(high >>> (32 - this.#bits), rankOf(high, low, this.#bits))
  }

  /** Takes one value into bare registers. */
  static mark(registers: Uint8Array, high: number, low: number): void {
    const bits = 31 - Math.clz32(registers.length)
    const rank = rankOf(high, low, bits)
    const at = high >>> (32 - bits)
    if (rank > registers[at]!) registers[at] = rank
  }

  /** Raises one register to at least `rank`. */
  raise(at: number, rank: number): void {
    const old = this.registers[at]!
    if (rank <= old) return
    this.registers[at] = rank
    this.#ranks[old]!--
    this.#ranks[rank]!++
  }

  /** To be called after the registers were written from outside. */
  recount(): void {
    this.#ranks.fill(0)
    for (const rank of this.registers) this.#ranks[rank]!++
  }

  estimate(): number {
    const m = this.registers.length
    const top = 65 - this.#bits
    let z = m * tau(1 - this.#ranks[top]! / m)
    for (let rank = top - 1; rank >= 1; rank--) z = 0.5 * (z + this.#ranks[rank]!)
    z += m * sigma(this.#ranks[0]! / m)
    return (m * m) / (2 * Math.LN2 * z)
  }
}

function rankOf(high: number, low: number, bits: number): number {
  const rest = (high << bits) >>> 0
  return 1 + (rest === 0 ? 32 - bits + Math.clz32(low) : Math.clz32(rest))
}

function sigma(x: number): number {
  if (x === 1) return Infinity
  let sum = x
  for (let y = 1, old = NaN; sum !== old; y += y) {
    x *= x
    old = sum
    sum += x * y
  }
  return sum
}

function tau(x: number): number {
  if (x === 0 || x === 1) return 0
  let rest = 1 - x
  for (let y = 1, old = NaN; rest !== old;) {
    x = Math.sqrt(x)
    old = rest
    y *= 0.5
    rest -= (1 - x) ** 2 * y
  }
  return rest / 3
}
