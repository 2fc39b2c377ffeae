const dot = 0x2e
const colon = 0x3a

/**
 * Reads an address that is written in its one canonical way, so that its bits give the text back.
 * @param words receives 32 bits (IPv4) or four times 32 bits (IPv6)
 * @returns 4 or 6, or 0 for anything else
 */
export function readAddress(text: string, words: Uint32Array): 0 | 4 | 6 {
  if (text.length < 2 || text.length > 39) return 0
  if (readDotted(text, words)) return 4
  return text.charCodeAt(1) !== dot && readColons(text, words) ? 6 : 0
}

function readDotted(text: string, words: Uint32Array): boolean {
  let parts = 0
  let bits = 0
  let part = -1
  for (let i = 0; i <= text.length; i++) {
    const digit = i < text.length ? text.charCodeAt(i) - 0x30 : dot - 0x30
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return false
      part = part < 0 ? digit : part * 10 + digit
      if (part > 255) return false
    } else {
      if (digit !== dot - 0x30 || part < 0 || ++parts > 4) return false
      bits = (bits << 8) | part
      part = -1
    }
  }
  words[0] = bits
  return parts === 4
}

const groups = new Uint16Array(8)

function readColons(text: string, words: Uint32Array): boolean {
  const gap = readGroups(text)
  if (gap === -2) return false
  const [start, length] = longestZeros()
  const canonical = gap === -1 ? length === 0 : start === gap && length === gapLength
  for (let i = 0; i < 4; i++) words[i] = (groups[2 * i]! << 16) | groups[2 * i + 1]!
  return canonical
}

let gapLength = 0

/** Fills `groups`; the place of '::' (its length in `gapLength`), -1 without, -2 when it is not an address. */
function readGroups(text: string): number {
  let count = 0
  let gap = -1
  let i = 0
  while (i < text.length) {
    if (text.charCodeAt(i) === colon) {
      // '::' at the start, or one more colon after that of the last group.
      if (gap >= 0 || (i === 0 && text.charCodeAt(1) !== colon)) return -2
      gap = count
      i = Math.max(2, i + 1)
      continue
    }
    const end = readGroup(text, i, count)
    if (end < 0 || ++count > 8) return -2
    i = end + 1
    if (i === text.length) return -2
  }
  return gap < 0 ? (count === 8 ? -1 : -2) : widen(gap, count)
}

/** Puts the zeros of '::' between the groups read. */
function widen(gap: number, count: number): number {
  gapLength = 8 - count
  groups.copyWithin(gap + gapLength, gap, count)
  groups.fill(0, gap, gap + gapLength)
  return gapLength >= 2 ? gap : -2
}

/** Reads one group of hexadecimal digits at `from`; where it ends, -1 when it is not one. */
function readGroup(text: string, from: number, count: number): number {
  let value = 0
  let i = from
  for (; i < text.length && text.charCodeAt(i) !== colon; i++) {
    const digit = hex(text.charCodeAt(i))
    if (digit < 0 || i - from > 3 || (i > from && value === 0)) return -1
    value = value * 16 + digit
  }
  if (count < 8) groups[count] = value
  return i > from ? i : -1
}

function hex(char: number): number {
  if (char >= 0x30 && char <= 0x39) return char - 0x30
  return char >= 0x61 && char <= 0x66 ? char - 0x57 : -1
}

/** The first longest run of two or more zero groups: start and length, length 0 without. */
function longestZeros(): [number, number] {
  let start = -1
  let length = 0
  for (let i = 0; i < 8; i++) {
    let end = i
    while (end < 8 && groups[end] === 0) end++
    if (end - i >= 2 && end - i > length) [start, length] = [i, end - i]
    if (end > i) i = end
  }
  return [start, length]
}

/** The text that `readAddress` read as IPv4. */
export function writeDotted(bits: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`
}

/** The text that `readAddress` read as IPv6. */
export function writeColons(words: Uint32Array): string {
  for (let i = 0; i < 4; i++) {
    groups[2 * i] = words[i]! >>> 16
    groups[2 * i + 1] = words[i]! & 0xffff
  }
  const [start, length] = longestZeros()
  const hex = Array.from(groups, (group) => group.toString(16))
  if (length === 0) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}
