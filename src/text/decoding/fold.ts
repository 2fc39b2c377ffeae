import { evasion, type Step, type TextView } from './view.ts'

/** Characters beyond Unicode's own compatibility forms that servers and databases turn into ASCII. */
const bestFit: readonly (readonly [string, string])[] = [
  ["'", 'ʹʻʼʽʾʿˈ‘’‚‛′‵'],
  ['"', 'ʺ“”„‟″‶'],
  ['<', '‹〈〈'],
  ['>', '›〉〉'],
  ['/', '∕⁄⧸'],
  ['\\', '∖⧵'],
  ['-', '‐‑‒–—−'],
  ['*', '∗⁎'],
  [':', '∶ː'],
  [';', ';'],
  ['|', '∣ǀ'],
  ['~', '∼˜'],
]
/** Shown as nothing: soft hyphen, zero-width characters, direction marks, byte order mark. */
const invisible = [0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff]
/** Blocks that hold characters with ASCII compatibility forms. */
const blocks: readonly (readonly [number, number])[] = [
  [0xa0, 0xbf],
  [0x2b0, 0x2ff],
  [0x2000, 0x218f],
  [0x2460, 0x24ff],
  [0x2a74, 0x2a76],
  [0x3000, 0x33ff],
  [0xfb00, 0xfb06],
  [0xfe10, 0xfe6f],
  [0xff00, 0xffef],
  [0x1d400, 0x1d7ff],
  [0x1f100, 0x1f1ff],
]

let table: Map<number, string> | undefined

/** Code points that fold to ASCII: NFKC, then best fit, then nothing for what cannot be seen. */
function foldings(): Map<number, string> {
  if (table) return table
  table = new Map()
  for (const [first, last] of blocks)
    for (let code = first; code <= last; code++) {
      const folded = String.fromCodePoint(code).normalize('NFKC')
      if (folded.length <= 4 && /^[\x20-\x7e]+$/.test(folded)) table.set(code, folded)
    }
  for (const [ascii, characters] of bestFit)
    for (const character of characters) table.set(character.codePointAt(0)!, ascii)
  for (const code of invisible) table.set(code, '')
  return table
}

/** Bytes that the lead byte of a UTF-8 sequence announces; 0 when it is none. */
function announced(lead: number): number {
  if (lead < 0xc0 || lead > 0xf7) return 0
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

/** Least code point that needs a sequence of this many bytes. */
const least = [0, 0, 0x80, 0x800, 0x10000]

/** Reads the UTF-8 sequence at `at`, overlong ones too. @returns the code point, -1 when broken */
function readSequence(view: TextView, at: number, width: number): number {
  if (width === 0 || at + width > view.length) return -1
  let code = view.bytes[at]! & (0xff >> (width + 1))
  for (let i = at + 1; i < at + width; i++) {
    const byte = view.bytes[i]!
    if ((byte & 0xc0) !== 0x80) return -1
    code = (code << 6) | (byte & 63)
  }
  return code
}

/** Chinese, Japanese and Korean write full-width signs: 1 for such a sign that folds, -1 for a character beside which it is ordinary. */
function widthOf(code: number, folded: string | undefined): number {
  if (code >= 0xff00) return folded ? 1 : 0
  return code >= 0x2e80 ? -1 : 0
}

/** UTF-8 to ASCII where it matters: full-width and styled forms, look-alikes of syntax, overlong forms. */
export const fold: Step = (input, output) => {
  const forms = foldings()
  let seen = 0
  let wide = 0
  for (let i = 0; i < input.length;) {
    const byte = input.bytes[i]!
    const width = announced(byte)
    const code = byte < 0x80 ? -1 : readSequence(input, i, width)
    if (code < 0) {
      output.put(byte, input, i, i + 1)
      i++
      continue
    }
    const overlong = code < least[width]!
    const folded = forms.get(code)
    if (overlong && code < 0x80) seen |= evasion.overlong
    wide += widthOf(code, folded)
    if (folded === undefined) output.putCode(code, input, i, i + width)
    else
      for (let k = 0; k < folded.length; k++) output.put(folded.charCodeAt(k), input, i, i + width)
    i += width
  }
  return wide > 0 ? seen | evasion.disguised : seen
}
