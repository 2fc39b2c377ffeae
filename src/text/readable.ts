const decoder = new TextDecoder('utf-8', { fatal: true })
const named: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\0',
}
/** Control characters, and marks that reorder or hide the text around them on a screen. */
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
const highBytes = /[\u0080-\u00ff]/
const sequences =
  /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}|[\u0080-\u00ff]/g

/**
 * Text for people from a string that holds one character per byte: UTF-8 is decoded; bytes that are
 * not UTF-8, control characters and invisible marks are written as escapes.
 * @param limit most characters to show; what is longer ends in '…'
 */
export function readable(bytes: string, limit: number = Infinity): string {
  const cut = bytes.length > limit * 4 ? bytes.slice(0, limit * 4) : bytes
  const text = highBytes.test(cut) ? cut.replace(sequences, decode) : cut
  const shown = text.replace(unseen, escape)
  const characters = shown.length > limit ? Array.from(shown) : []
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : shown
}

function decode(sequence: string): string {
  try {
    return decoder.decode(Buffer.from(sequence, 'latin1'))
  } catch {
    return Array.from(sequence, (byte) => `\\x${hex(byte, 2)}`).join('')
  }
}

function escape(character: string): string {
  const short = named[character]
  if (short !== undefined) return short
  return character > '\xff' ? `\\u${hex(character, 4)}` : `\\x${hex(character, 2)}`
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0')
}
