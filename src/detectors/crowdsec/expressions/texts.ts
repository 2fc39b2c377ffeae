/** Bytes beyond ASCII stay as they are. */
export function upper(text: string): string {
  return ascii.test(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (run) => run.toUpperCase())
}

/** Bytes beyond ASCII stay as they are. */
export function lower(text: string): string {
  return ascii.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (run) => run.toLowerCase())
}

const ascii = /^[\0-\x7f]*$/

/** Wrongly written escapes leave the text as it is. */
export function unescapePercent(text: string, isQuery: boolean): string {
  if (!text.includes('%') && !(isQuery && text.includes('+'))) return text
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return text
  const spaced = isQuery ? text.replaceAll('+', ' ') : text
  return spaced.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** @param kept characters that stay as they are */
export function escapePercent(text: string, kept: RegExp, space: string): string {
  return text.replace(/[^]/g, (char) => {
    if (char === ' ') return space
    if (kept.test(char)) return char
    return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  })
}

/** Values of a query's parameters, by name. */
export function queryOf(query: string): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const name = unescapePercent(equals < 0 ? pair : pair.slice(0, equals), true)
    if (pair !== '')
      (found[name] ??= []).push(equals < 0 ? '' : unescapePercent(pair.slice(equals + 1), true))
  }
  return found
}

/** What stands behind the first '?'. */
export function afterMark(uri: string): string {
  const mark = uri.indexOf('?')
  return mark < 0 ? '' : uri.slice(mark + 1)
}

/** Without the characters of a set at its beginning. */
export function trimStart(text: string, set: string): string {
  let from = 0
  while (from < text.length && set.includes(text[from]!)) from++
  return text.slice(from)
}

/** Without the characters of a set at its end. */
export function trimEnd(text: string, set: string): string {
  let to = text.length
  while (to > 0 && set.includes(text[to - 1]!)) to--
  return text.slice(0, to)
}

const white = ' \t\n\v\f\r\x85\xa0'

/** Without the characters of a set, or blanks, at both ends. */
export function trimmed(text: string, set: string = white): string {
  return trimEnd(trimStart(text, set), set)
}

/** What a value is as a text; nothing is empty. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

/** As in Go, for the verbs that scenarios use. */
export function sprintf(format: string, ...values: unknown[]): string {
  let next = 0
  return format.replace(/%([-+ 0#]*)(\d*)(?:\.(\d+))?([vsdfqxXtg%])/g, (...found) => {
    const [whole, flags, width, precision, verb] = found as unknown as string[]
    if (verb === '%') return '%'
    const value = values[next++]
    if (value === undefined) return whole!
    let text = textOf(value)
    if (verb === 'd') text = String(Math.trunc(Number(value)))
    if (verb === 'f') text = Number(value).toFixed(Number(precision || 6))
    if (verb === 'q') text = JSON.stringify(text)
    if (verb === 'x' && typeof value === 'number') text = value.toString(16)
    const size = Math.min(Number(width || 0), 256)
    if (flags!.includes('-')) return text.padEnd(size)
    return text.padStart(size, flags!.includes('0') ? '0' : ' ')
  })
}

const earth = 6371

/** Kilometres between two places on earth (haversine). */
export function distance(...degrees: [unknown, unknown, unknown, unknown]): number {
  const [lat, lon, lat2, lon2] = degrees.map((of) => (Number(of) * Math.PI) / 180) as [
    number,
    number,
    number,
    number,
  ]
  const h =
    Math.sin((lat2 - lat) / 2) ** 2 +
    Math.cos(lat) * Math.cos(lat2) * Math.sin((lon2 - lon) / 2) ** 2
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** The number that a text is; 0 when it is none. */
export function numberOf(of: unknown): number {
  const value = typeof of === 'string' && of.trim() === '' ? Number.NaN : Number(of)
  return Number.isNaN(value) ? 0 : value
}

/** `*` and `?` stand for any text and any character; in time of length times pattern at most. */
export function isLike(pattern: string, text: string): boolean {
  let at = 0
  let in_ = 0
  let star = -1
  let again = 0
  while (in_ < text.length)
    if (pattern[at] === '*') {
      star = at++
      again = in_
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[in_])) {
      at++
      in_++
    } else if (star >= 0) {
      at = star + 1
      in_ = ++again
    } else return false
  while (pattern[at] === '*') at++
  return at === pattern.length
}
