/** Reads decimal digits from `start` to `end`; -1 when there are none, other characters, or more than 15 digits. */
export function digits(text: string, start: number, end: number): number {
  if (end <= start || end - start > 15) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** A plain decimal number (`12`, `-0.5`, `1e3`, `.5`, spaces around allowed); NaN for anything else. */
export function decimal(text: string): number {
  const trimmed = text.trim()
  const first = trimmed.charCodeAt(0)
  const isPlain = (first >= 48 && first <= 57) || first === 45 || first === 43 || first === 46
  if (!isPlain || trimmed.charCodeAt(1) === 120 || trimmed.charCodeAt(1) === 98) return Number.NaN
  const value = Number(trimmed)
  return Number.isFinite(value) ? value : Number.NaN
}
