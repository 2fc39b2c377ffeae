/** A stretch of a text. */
export interface Piece {
  readonly start: number
  readonly end: number
}

/** What a request target consists of, split before anything is decoded: decoding first makes false separators. */
export interface Target {
  readonly path: Piece
  /** Behind the first `?`, fragment included. */
  readonly query: Piece
  /** Names and values of arguments in their order, in pairs; a missing value is an empty piece. */
  readonly arguments: readonly Piece[]
}

/** Arguments that are looked at one by one; more are seen in the whole query only. */
const mostArguments = 256

/** Splits at the first `?`, then at `&` and `;`, then at the first `=`. */
export function splitTarget(target: string, length: number = target.length): Target {
  const mark = target.indexOf('?')
  const pathEnd = mark < 0 || mark > length ? length : mark
  const query = { start: Math.min(pathEnd + 1, length), end: length }
  return { path: { start: 0, end: pathEnd }, query, arguments: splitQuery(target, query) }
}

function splitQuery(target: string, query: Piece): Piece[] {
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
