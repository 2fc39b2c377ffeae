/**
 * Upper bound of log P(X >= seen) for X binomial(n, p), by Chernoff: -n KL(seen/n || p).
 * 0 when `seen` is not above its expectation. Source: Hoeffding 1963, theorem 1.
 */
export function binomialTail(seen: number, n: number, p: number): number {
  const share = seen / n
  if (!(share > p)) return 0
  const high = share * Math.log(share / p)
  const low = share < 1 ? (1 - share) * Math.log((1 - share) / (1 - p)) : 0
  return -n * (high + low)
}
