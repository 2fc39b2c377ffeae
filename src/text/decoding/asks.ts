import type { TextView } from './view.ts'

/** What the bytes of a text ask to be done. Bits. */
export const ask = {
  percent: 1,
  plus: 2,
  high: 4,
  ampersand: 8,
  backslash: 16,
  star: 32,
  control: 64,
  quote: 128,
  spaces: 256,
  path: 512,
} as const

const wants = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  if (byte < 32 || byte === 127) wants[byte] = ask.control
  if (byte >= 128) wants[byte] = ask.high
}
for (const [characters, what] of [
  ['%', ask.percent],
  ['+', ask.plus],
  ['&', ask.ampersand],
  ['\\', ask.backslash],
  ['*', ask.star],
  ['\'"^$`{', ask.quote],
] as const)
  for (const character of characters) wants[character.charCodeAt(0)] = what

/** One pass over the bytes: which steps could change them. */
export function asks(view: TextView): number {
  const { bytes, length } = view
  let found = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    found |= wants[byte]!
    if ((byte === 0x20 || byte === 0x2e || byte === 0x2f) && i > 0) found |= pair(bytes, i)
  }
  return found
}

/** Two spaces; `/.`; `//` unless it follows a scheme. */
function pair(bytes: Uint8Array, at: number): number {
  const before = bytes[at - 1]
  if (bytes[at] === 0x20) return before === 0x20 ? ask.spaces : 0
  if (before !== 0x2f) return 0
  return bytes[at] === 0x2f && at > 1 && bytes[at - 2] === 0x3a ? 0 : ask.path
}
