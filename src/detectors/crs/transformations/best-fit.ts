/** Characters that code page 20127 turns into ASCII, beyond what compatibility forms tell. */
const signs: readonly (readonly [string, string])[] = [
  ["'", '\u02b9\u02bc\u02c8\u02cb\u0300\u0301\u2018\u2019\u201b\u2032\u2035\uff07'],
  ['"', '\u02ba\u030e\u201c\u201d\u201f\u2033\u2036\u301d\u301e\u301f'],
  [',', '\u201a'],
  ['<', '\u2039\u2329\u3008\u300a'],
  ['>', '\u203a\u232a\u3009\u300b'],
  ['/', '\u0337\u0338\u2044\u2215'],
  ['\\', '\u2216'],
  ['-', '\u2010\u2011\u2013\u2014\u2212'],
  ['*', '\u2217'],
  [':', '\u2236'],
  ['|', '\u01c0\u2223\u2758'],
  ['~', '\u02dc\u223c'],
  ['!', '\u01c3'],
  ['_', '\u0331\u0332\u2017'],
  ['^', '\u02c4\u02c6\u0302\u2038\u2303'],
  ['`', '\u02cb\u0300'],
  ['.', '\u2024\u2026'],
  [';', '\u037e'],
  [' ', '\u2002\u2003\u2009'],
]
const fits = new Map<number, number>()
for (const [ascii, characters] of signs)
  for (const character of characters) fits.set(character.codePointAt(0)!, ascii.charCodeAt(0))

/**
 * The byte that `%uHHHH` stands for: full-width signs are their ASCII forms, other characters what
 * they look most like, all others their lower byte.
 */
export function fitted(code: number): number {
  if (code <= 0xff) return code
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0
  const known = fits.get(code)
  if (known !== undefined) return known
  const [base] = String.fromCharCode(code).normalize('NFKD')
  const plain = base!.charCodeAt(0)
  return plain > 0x20 && plain < 0x7f ? plain : code & 0xff
}
