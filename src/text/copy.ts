/** The same characters in memory of their own: a slice keeps the whole chunk alive it was cut from. One character per byte. */
export function copy(text: string): string {
  const { length } = text
  if (length > scratch.length) return Buffer.from(text, 'latin1').toString('latin1')
  scratch.write(text, 0, length, 'latin1')
  return scratch.toString('latin1', 0, length)
}

/** Most texts are short: room for them is not made anew each time. */
const scratch = Buffer.allocUnsafeSlow(1024)

/** A copy of the first `limit` characters; also right for text with characters beyond one byte. */
export function copyStart(text: string, limit: number): string {
  const start = text.length > limit ? text.slice(0, limit) : text
  return beyondBytes.test(start) ? Buffer.from(start, 'utf16le').toString('utf16le') : copy(start)
}

const beyondBytes = /[^\0-\xff]/
