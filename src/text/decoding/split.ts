/** A stretch of a text. */
export interface Piece {
  readonly start: number
  readonly end: number
}

/** Arguments that are looked at one by one; more are seen in the whole query only. */
const mostArguments = 256

/** Before the first `?`. */
export function pathOf(target: string, length: number): Piece {
  const mark = target.indexOf('?')
  return { start: 0, end: mark < 0 || mark > length ? length : mark }
}

/** Behind the first `?`, fragment included. */
export function queryOf(target: string, length: number): Piece {
  return { start: Math.min(pathOf(target, length).end + 1, length), end: length }
}

/** Behind the last dot of the last segment of the path; empty when there is none. */
export function extensionOf(target: string, length: number): Piece {
  const { end } = pathOf(target, length)
  const dot = target.lastIndexOf('.', end - 1)
  const hasDot = end > 0 && dot > target.lastIndexOf('/', end - 1)
  return { start: hasDot ? dot + 1 : end, end }
}

/**
 * Names and values of arguments in their order, in pairs; a missing value is an empty piece. Split at
 * `&` and `;`, then at the first `=`, before anything is decoded: decoding first makes false separators.
 */
export function argumentsOf(target: string, length: number): readonly Piece[] {
  const query = queryOf(target, length)
  const pieces: Piece[] = []
  let start = query.start
  while (start < query.end && pieces.length < mostArguments * 2) {
    let end = start
    let equals = -1
    for (; end < query.end; end++) {
      const byte = target.charCodeAt(end)
      if (byte === 0x26 || byte === 0x3b) break
      if (byte === 0x3d && equals < 0) equals = end
    }
    const nameEnd = equals < 0 ? end : equals
    if (end > start)
      pieces.push({ start, end: nameEnd }, { start: Math.min(nameEnd + 1, end), end })
    start = end + 1
  }
  return pieces
}
