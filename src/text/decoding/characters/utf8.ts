import type { TextView } from '../view.ts'

/** Bytes that the lead byte of a sequence announces, as UTF-8 once was defined: up to six. 0 when it is none. */
function announced(lead: number): number {
  if (lead < 0xc0 || lead > 0xfd) return 0
  if (lead < 0xe0) return 2
  if (lead < 0xf0) return 3
  if (lead < 0xf8) return 4
  return lead < 0xfc ? 5 : 6
}

/** Least code point that needs a sequence of this many bytes. */
const least = [0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000]

/** A character read at a place: reused, so that reading allocates nothing. */
export class Character {
  /** Code point; -1 when no sequence begins there. */
  code = -1
  /** Bytes of it. */
  width = 1
  /** It has more bytes than it needs. */
  overlong = false

  /** Reads the sequence at `at`, overlong ones too. */
  read(view: TextView, at: number): void {
    const { bytes, length } = view
    this.width = announced(bytes[at]!)
    this.code = -1
    this.overlong = false
    if (this.width === 0 || at + this.width > length) return
    let code = bytes[at]! & (0xff >> (this.width + 1))
    for (let i = at + 1; i < at + this.width; i++) {
      if ((bytes[i]! & 0xc0) !== 0x80) return
      code = code * 64 + (bytes[i]! & 63)
    }
    this.overlong = code < least[this.width]!
    if (code <= 0x10ffff) this.code = code
  }
}
