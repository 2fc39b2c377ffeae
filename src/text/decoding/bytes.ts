/** Value of a hexadecimal digit, 255 for any other byte. */
export const hexValue: Uint8Array = new Uint8Array(256).fill(255)
for (let digit = 0; digit < 16; digit++) {
  hexValue[digit.toString(16).charCodeAt(0)] = digit
  hexValue[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
}

/** Reads `count` hexadecimal digits. @returns -1 when there are fewer before `end` */
export function readHex(bytes: Uint8Array, from: number, count: number, end: number): number {
  if (from + count > end) return -1
  let value = 0
  for (let i = from; i < from + count; i++) {
    const digit = hexValue[bytes[i]!]!
    if (digit === 255) return -1
    value = value * 16 + digit
  }
  return value
}

/** True for a-z, A-Z. */
export function isLetter(byte: number): boolean {
  const lower = byte | 32
  return lower >= 97 && lower <= 122
}

/** True for letters, digits, underscore and dot-free name bytes. */
export function isWord(byte: number): boolean {
  return isLetter(byte) || (byte >= 48 && byte <= 57) || byte === 95
}

/** True for space, tab, line ends, vertical tab and form feed. */
export function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13)
}

/** Value of a Base64 digit, either alphabet; 255 for any other byte. */
export const base64Value: Uint8Array = new Uint8Array(256).fill(255)
for (const [i, digit] of Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
).entries())
  base64Value[digit.charCodeAt(0)] = i
base64Value[0x2d] = 62
base64Value[0x5f] = 63
