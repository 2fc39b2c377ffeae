import type { Place } from '../matching/place.ts'

/** What a harmless value is made of: as long as what it stands for, so that offsets stay right. */
const filler = 'x'

/** The part of a text that an offset is in. */
export function partAt(text: string, place: Place, offset: number): string {
  if (place !== 'target') return `(${place})`
  const query = text.indexOf('?')
  if (query < 0 || offset < query) return '(path)'
  let found = ''
  forArguments(text, (name, start) => {
    // what begins with the sign before a name is of that name
    if (start - 1 <= offset) found = name
  })
  return found
}

/** The text with one part of it made harmless: every argument of a name, or all of the path or field. */
export function without(text: string, place: Place, part: string): string {
  if (place !== 'target') return filler.repeat(text.length)
  const query = text.indexOf('?')
  if (part === '(path)') {
    const path = query < 0 ? text : text.slice(0, query)
    return path.replaceAll(/[^/]/g, filler) + text.slice(path.length)
  }
  let result = text
  forArguments(text, (name, _, from, to) => {
    if (name === part) result = result.slice(0, from) + filler.repeat(to - from) + result.slice(to)
  })
  return result
}

/** Calls with the name of each argument, where it begins, and where its value stands. */
function forArguments(
  text: string,
  use: (name: string, start: number, from: number, to: number) => void,
): void {
  for (let start = text.indexOf('?') + 1; start > 0 && start <= text.length;) {
    let end = start
    // some servers part arguments at semicolons: what stands behind one is not let through with what is before
    while (end < text.length && text[end] !== '&' && text[end] !== ';') end++
    const equals = text.indexOf('=', start)
    const from = equals < 0 || equals > end ? end : equals + 1
    use(nameOf(text.slice(start, from === end ? end : from - 1)), start, from, end)
    start = end + 1
  }
}

/** A name as forms write it, decoded once. One character per byte. */
function nameOf(raw: string): string {
  return raw
    .replace(/=$/, '')
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}
