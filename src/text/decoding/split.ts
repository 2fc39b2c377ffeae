/** Arguments that are looked at one by one; more are seen in the whole query only. */
const mostArguments = 256

/** Stretches of a text, the first `count`. Scratch. */
export class Pieces {
  count = 0
  readonly starts: Int32Array = new Int32Array(mostArguments * 2 + 1)
  readonly ends: Int32Array = new Int32Array(mostArguments * 2 + 1)

  add(start: number, end: number): void {
    this.starts[this.count] = start
    this.ends[this.count++] = end
  }
}

/** Before the first `?`. @param pieces gets it added, as from all that follow */
export function addPath(bytes: Uint8Array, length: number, pieces: Pieces): void {
  pieces.add(0, pathEnd(bytes, length))
}

/** Behind the first `?`, fragment included. */
export function addQuery(bytes: Uint8Array, length: number, pieces: Pieces): void {
  pieces.add(Math.min(pathEnd(bytes, length) + 1, length), length)
}

/** Behind the last dot of the last segment of the path, before its parameters; empty when there is none. */
export function addExtension(bytes: Uint8Array, length: number, pieces: Pieces): void {
  const end = nameEnd(bytes, pathEnd(bytes, length))
  let at = end - 1
  while (at >= 0 && bytes[at] !== 0x2e && bytes[at] !== 0x2f) at--
  pieces.add(at >= 0 && bytes[at] === 0x2e ? at + 1 : end, end)
}

/**
 * Names and values of arguments in their order, in pairs; a missing value is an empty piece. Parameters of
 * the path, behind `;`, come first. Split at `&` and `;`, then at the first `=`, before anything is decoded:
 * decoding first makes false separators.
 */
export function addArguments(bytes: Uint8Array, length: number, pieces: Pieces): void {
  const most = pieces.count + mostArguments * 2
  const path = pathEnd(bytes, length)
  split(bytes, [nameEnd(bytes, path) + 1, path], pieces, most)
  split(bytes, [path + 1, length], pieces, most)
}

function split(
  bytes: Uint8Array,
  [from, to]: readonly [number, number],
  pieces: Pieces,
  most: number,
): void {
  let start = from
  while (start < to && pieces.count < most) {
    let end = start
    let equals = -1
    for (; end < to; end++) {
      const byte = bytes[end]
      if (byte === 0x26 || byte === 0x3b) break
      if (byte === 0x3d && equals < 0) equals = end
    }
    const nameEnd = equals < 0 ? end : equals
    if (end > start) {
      pieces.add(start, nameEnd)
      pieces.add(Math.min(nameEnd + 1, end), end)
    }
    start = end + 1
  }
}

/** Where the parameters of a path begin. */
function nameEnd(bytes: Uint8Array, path: number): number {
  let end = 0
  while (end < path && bytes[end] !== 0x3b) end++
  return end
}

function pathEnd(bytes: Uint8Array, length: number): number {
  let end = 0
  while (end < length && bytes[end] !== 0x3f) end++
  return end
}
