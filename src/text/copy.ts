/** The same characters in memory of their own: a slice keeps the whole chunk alive it was cut from. One character per byte. */
export function copy(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}

/** A copy of the first `limit` characters; also right for text with characters beyond one byte. */
export function copyStart(text: string, limit: number): string {
  const start = text.length > limit ? text.slice(0, limit) : text
  return beyondBytes.test(start) ? Buffer.from(start, 'utf16le').toString('utf16le') : copy(start)
}

const beyondBytes = /[^\0-\xff]/
