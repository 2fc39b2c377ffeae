import { readHex } from './bytes.ts'
import type { TextView } from './view.ts'

/** Arguments whose names are compared; those behind them are not joined. */
const mostArguments = 256
const tableSize = 1024

const valueStarts = new Int32Array(mostArguments)
const valueEnds = new Int32Array(mostArguments)
const hashes = new Int32Array(mostArguments)
const tableHashes = new Int32Array(tableSize)
/** Arguments with this name so far, and bytes of their values. */
const counts = new Int32Array(tableSize)
const sizes = new Int32Array(tableSize)

/**
 * Joins the values of the name that occurs more than once in the query, with commas, as some servers do;
 * others take the first or the last. A payload may be cut in two that way. Of several such names the one
 * with the longest values. @returns whether there is one
 */
export function joinRepeated(raw: TextView, output: TextView): boolean {
  const count = readArguments(raw)
  if (count < 2) return false
  const name = longestRepeated(count)
  if (name < 0) return false
  let before = -1
  for (let i = 0; i < count; i++) {
    if (hashes[i] !== tableHashes[name]) continue
    const from = valueStarts[i]!
    if (before >= 0) output.put(0x2c, raw, before, Math.max(before + 1, from))
    for (let at = from; at < valueEnds[i]!; at++) output.put(raw.bytes[at]!, raw, at, at + 1)
    before = valueEnds[i]!
  }
  return true
}

/** Splits the query at `&` and `;`, then at the first `=`. @returns the number of arguments */
function readArguments(raw: TextView): number {
  const { bytes, length } = raw
  const mark = bytes.subarray(0, length).indexOf(0x3f)
  let count = 0
  for (let start = mark < 0 ? length : mark + 1; start < length && count < mostArguments;) {
    let end = start
    let equals = -1
    for (; end < length && bytes[end] !== 0x26 && bytes[end] !== 0x3b; end++)
      if (bytes[end] === 0x3d && equals < 0) equals = end
    if (equals > start) {
      hashes[count] = hashOf(raw, start, equals)
      valueStarts[count] = equals + 1
      valueEnds[count] = end
      count++
    }
    start = end + 1
  }
  return count
}

/** The place in the table of the repeated name whose values are longest; -1 when no name is repeated. */
function longestRepeated(count: number): number {
  counts.fill(0)
  sizes.fill(0)
  let best = -1
  for (let i = 0; i < count; i++) {
    let at = hashes[i]! & (tableSize - 1)
    while (counts[at]! > 0 && tableHashes[at] !== hashes[i]) at = (at + 1) & (tableSize - 1)
    tableHashes[at] = hashes[i]!
    counts[at]!++
    sizes[at]! += valueEnds[i]! - valueStarts[i]!
    if (counts[at]! > 1 && (best < 0 || sizes[at]! >= sizes[best]!)) best = at
  }
  return best
}

/** Hash of a name, percent-decoded once and in lower case: names that differ in writing are one to the server. */
function hashOf(raw: TextView, from: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = from; i < end; i++) {
    const code = raw.bytes[i] === 0x25 ? readHex(raw.bytes, i + 1, 2, end) : -1
    if (code >= 0) i += 2
    hash = Math.imul(hash ^ ((code >= 0 ? code : raw.bytes[i]!) | 32), 0x01000193)
  }
  return hash
}
