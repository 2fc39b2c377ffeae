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

const tenths: readonly number[] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]

/** Up to nine digits with up to six behind the point; -1 for other texts. */
function usualDecimal(text: string): number {
  const { length } = text
  if (length === 0 || length > 10) return -1
  let value = 0
  let point = length - 1
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46 && point === length - 1 && at > 0 && at < length - 1) point = at
    else if (code >= 48 && code <= 57) value = value * 10 + code - 48
    else return -1
  }
  const scale = tenths[length - 1 - point]
  return scale === undefined ? -1 : value / scale
}

/** A plain decimal number (`12`, `-0.5`, `1e3`, `.5`, spaces around allowed); NaN for anything else. */
export function decimal(text: string): number {
  const usual = usualDecimal(text)
  if (usual >= 0) return usual
  const trimmed = text.trim()
  const first = trimmed.charCodeAt(0)
  const isPlain = (first >= 48 && first <= 57) || first === 45 || first === 43 || first === 46
  if (!isPlain || trimmed.charCodeAt(1) === 120 || trimmed.charCodeAt(1) === 98) return Number.NaN
  const value = Number(trimmed)
  return Number.isFinite(value) ? value : Number.NaN
}
