/** Characters beyond Unicode's own compatibility forms that servers and databases turn into ASCII. */
const bestFit: readonly (readonly [string, string])[] = [
  ["'", '´ʹʻʼʽʾʿˈˊ‘’‚‛′‵'],
  ['"', 'ʺ“”„‟″‶'],
  ['`', 'ˋ'],
  ['<', '‹〈〈❮˂'],
  ['>', '›〉〉❯˃'],
  ['/', '∕⁄⧸╱'],
  ['\\', '∖⧵╲'],
  ['-', '‐‑‒–—−'],
  ['*', '∗⁎'],
  [':', '∶ː։'],
  [';', ';'],
  ['|', '∣ǀ¦'],
  ['~', '∼˜'],
  ['(', '❨❪'],
  [')', '❩❫'],
  [' ', '\u1680\u180e\u2028\u2029'],
  ['i', 'ı'],
  ['a', 'ɑ'],
  ['g', 'ɡ'],
]
/** Shown as nothing: soft hyphen, zero-width characters, direction marks, variation selectors, byte order mark. */
const invisible: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xe0000, 0xe007f],
]
/** Blocks that hold characters with ASCII compatibility forms. */
const blocks: readonly (readonly [number, number])[] = [
  [0xa0, 0xbf],
  [0x17f, 0x17f],
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
/** Negative squared and circled letters have no compatibility form: the first of each alphabet. */
const filledAlphabets = [0x1f150, 0x1f170]

let table: Map<number, string> | undefined

/** Code points that fold to ASCII: NFKC, then best fit, then nothing for what cannot be seen. Made once. */
export function foldings(): ReadonlyMap<number, string> {
  if (table) return table
  table = new Map()
  for (const [first, last] of blocks)
    for (let code = first; code <= last; code++) {
      const folded = String.fromCodePoint(code).normalize('NFKC')
      if (folded.length <= 4 && /^[\x20-\x7e]+$/.test(folded)) table.set(code, folded)
    }
  for (const [ascii, characters] of bestFit)
    for (const character of characters) table.set(character.codePointAt(0)!, ascii)
  for (const first of filledAlphabets)
    for (let i = 0; i < 26; i++) table.set(first + i, String.fromCharCode(0x41 + i))
  for (const [first, last] of invisible)
    for (let code = first; code <= last; code++) table.set(code, '')
  return table
}
