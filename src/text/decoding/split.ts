/** Arguments that are looked at one by one; more are seen in the whole query only. */
const mostArguments = 256
/** Plain arguments among them: further ones do not count. */
const mostPlain = 64

/** Bytes that mean nothing but themselves. */
const isPlain = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++)
  if (/[\w.~=-]/.test(String.fromCharCode(byte))) isPlain[byte] = 1
/** A longer argument may be Base64. */
const longestPlain = 16

/** Stretches of a text, the first `count`. Scratch. */
export class Pieces {
  count = 0
  /** There are more arguments than are looked at. */
  isCut = false
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
  while (start < to) {
    const end = argumentEnd(bytes, start, to)
    if (end > start && !(pieces.count >= mostPlain * 2 && isPlainIn(bytes, start, end))) {
      if (pieces.count >= most) {
        pieces.isCut = true
        return
      }
      let nameEnd = start
      while (nameEnd < end && bytes[nameEnd] !== 0x3d) nameEnd++
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

function argumentEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = from
  while (end < to && bytes[end] !== 0x26 && bytes[end] !== 0x3b) end++
  return end
}

function isPlainIn(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > longestPlain) return false
  for (let i = from; i < to; i++) if (isPlain[bytes[i]!] === 0) return false
  return true
}
