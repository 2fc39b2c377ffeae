const units = 2 ** 40

/**
 * Adds a number to a sum kept as whole part and fraction in units of 2^-40: exact, so that no order
 * of adding and taking away changes the result.
 */
export function addExact(sums: Float64Array, at: number, number: number): void {
  const whole = Math.floor(number)
  if (whole === number) sums[at]! += number
  else carryExact(sums, at, whole, Math.round((number - whole) * units) / units)
}

/** Adds whole part and fraction of another sum. */
export function carryExact(sums: Float64Array, at: number, whole: number, fraction: number): void {
  sums[at]! += whole
  if (fraction === 0) return
  const sum = sums[at + 1]! + fraction
  const over = Math.floor(sum)
  sums[at]! += over
  sums[at + 1] = sum - over
}
