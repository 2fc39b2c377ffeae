/**
 * A stretch of text with the bytes it was read from: character `n` is byte `n`. Reading many single
 * characters of a line costs less from the bytes, finding one far away less from the text.
 * Valid only while the line at hand is read: the bytes are used again.
 */
export class Page {
  readonly text: string
  readonly view: DataView
  /** Offset of the line at hand. */
  at = 0
  #slash = -1

  constructor(text: string, bytes: Uint8Array) {
    this.text = text
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Whether a backslash stands between the beginning of the line at hand and `end`. Lines must be asked for in their order. */
  hasSlash(end: number): boolean {
    if (this.#slash < this.at) {
      const found = this.text.indexOf('\\', this.at)
      this.#slash = found < 0 ? Number.POSITIVE_INFINITY : found
    }
    return this.#slash < end
  }
}
