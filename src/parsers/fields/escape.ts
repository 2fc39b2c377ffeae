const slash = 92
const simple: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  "'": "'",
  '/': '/',
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
}

/**
 * The bytes that a web server escaped in a quoted field: nginx writes `\xHH`, Apache `\"`, `\\`, `\n` and `\xhh`.
 * What is not such an escape stays as it is.
 */
export function unescapeField(text: string): string {
  let from = text.indexOf('\\')
  if (from < 0) return text
  let out = ''
  let done = 0
  while (from >= 0 && from + 1 < text.length) {
    const next = text[from + 1]!
    const byte = next === 'x' ? hexPair(text, from + 2) : -1
    const plain = byte >= 0 ? String.fromCharCode(byte) : simple[next]
    const width = byte >= 0 ? 4 : 2
    if (plain !== undefined) {
      out += text.slice(done, from) + plain
      done = from + width
    }
    from = text.indexOf('\\', from + width)
  }
  return out + text.slice(done)
}

/** Value of two hex digits at `at`; -1 when they are none. */
export function hexPair(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at))
  const low = hexDigit(text.charCodeAt(at + 1))
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const letter = code | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}

/** Offset of the quote that closes a field starting at `from`, passing over `\"`; -1 when there is none. */
export function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from)
  while (at >= 0 && isEscaped(line, at, from)) at = line.indexOf('"', at + 1)
  return at
}

function isEscaped(line: string, at: number, from: number): boolean {
  let before = at
  while (before > from && line.charCodeAt(before - 1) === slash) before--
  return ((at - before) & 1) === 1
}
