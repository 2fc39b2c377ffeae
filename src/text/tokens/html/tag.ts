/** One attribute, as a browser reads it. */
export interface Attribute {
  /** In lower case, without the prefix of its namespace. */
  readonly name: string
  readonly value: string
  readonly from: number
  readonly to: number
  readonly hasValue: boolean
}

/** Bytes of one tag that are read. */
const longestTag = 1024
/** Attributes of one tag that are read. */
const mostAttributes = 40

/** White space, and control characters that browsers have passed over. */
export function isSpace(code: number): boolean {
  return code <= 32
}

export function isLetter(code: number): boolean {
  return (code | 32) >= 0x61 && (code | 32) <= 0x7a
}

/** Name of the element whose name begins at a place, in lower case; '' when none does. */
export function nameAt(text: string, from: number): string {
  let at = from
  const end = Math.min(text.length, from + 40)
  while (at < end && !endsName(text.charCodeAt(at))) at++
  const name = text.slice(from, at).toLowerCase()
  return name.slice(name.lastIndexOf(':') + 1).replaceAll('\0', '')
}

/** White space, quotes, and `/ > < = ( ;`. */
function endsName(code: number): boolean {
  if (code === 0) return false
  if (isSpace(code) || code === 0x2f || code === 0x3e || code === 0x3c || code === 0x3d) return true
  return code === 0x22 || code === 0x27 || code === 0x60 || code === 0x28 || code === 0x3b
}

/** Reads the attributes from a place in a tag on, up to its end. */
export function attributesFrom(text: string, from: number): Attribute[] {
  const end = Math.min(text.length, from + longestTag)
  const attributes: Attribute[] = []
  let at = from
  while (at < end && attributes.length < mostAttributes) {
    const code = text.charCodeAt(at)
    if (code === 0x3e || code === 0x3c) break
    if (endsName(code) || code === 0) {
      at++
      continue
    }
    const attribute = attributeAt(text, at, end)
    attributes.push(attribute)
    at = attribute.to
  }
  return attributes
}

function attributeAt(text: string, from: number, end: number): Attribute {
  let at = from
  while (at < end && !endsName(text.charCodeAt(at))) at++
  const written = text.slice(from, at).toLowerCase()
  const name = written.slice(written.lastIndexOf(':') + 1).replaceAll('\0', '')
  const equals = pastSpace(text, at, end)
  if (equals >= end || text.charCodeAt(equals) !== 0x3d)
    return { name, value: '', from, to: at, hasValue: false }
  const next = pastSpace(text, equals + 1, end)
  const quote = text.charCodeAt(next)
  if (quote !== 0x22 && quote !== 0x27 && quote !== 0x60) {
    const stop = unquotedEnd(text, next, end)
    return { name, value: text.slice(next, stop), from, to: stop, hasValue: true }
  }
  const stop = closing(text, next + 1, end)
  return { name, value: text.slice(next + 1, stop), from, to: stop + 1, hasValue: true }
}

function pastSpace(text: string, from: number, end: number): number {
  let at = from
  while (at < end && isSpace(text.charCodeAt(at))) at++
  return at
}

function closing(text: string, start: number, end: number): number {
  const at = text.indexOf(text.charAt(start - 1), start)
  return at < 0 || at > end ? end : at
}

function unquotedEnd(text: string, start: number, end: number): number {
  let at = start
  while (at < end && !isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== 0x3e) at++
  return at
}
