/** What people do to a text only to get it past a filter, and what was too much to look at. Bits. */
export const evasion = {
  /** Percent-encoded once more than an address inside an address explains. */
  encodedTwice: 1,
  /** Percent-encoded two times more, or oftener. */
  encodedOften: 2,
  /** An ASCII character in more bytes of UTF-8 than it needs. */
  overlong: 4,
  /** `%u0027`, which no browser sends. */
  percentU: 8,
  /** A byte 0. */
  nulls: 16,
  /** A comment between letters, as in un/ * * /ion without the blanks. */
  splitByComment: 32,
  /** Full-width or styled characters that fold to ASCII; Cyrillic or Greek letters among Latin ones. */
  disguised: 64,
  /** A path parameter behind dots: `/..;/`. */
  dotsWithParameter: 128,
  /** More bytes than are looked at. */
  tooLong: 256,
  /** More work than one text may cost: some forms were not made, or some patterns did not run. */
  tooCostly: 512,
  /** `+ADw-`: UTF-7. */
  utf7: 1024,
  /** A lead byte that swallows the quote or the slash behind it; ASCII with the high bit set. */
  brokenCharacter: 2048,
  /** Characters that show nothing, between letters. */
  invisible: 4096,
  /** One encoding inside another: percent signs in entities, entities in escapes. */
  layered: 8192,
  /** A keyword in changing case: uNiOn. */
  mixedCase: 16384,
  /** A look-up that only spells a letter: `${lower:j}`, `${::-n}`. */
  lookup: 32768,
  /** Text put together from numbers or pieces: `char(97,98)`, `0x3c73`, `'un'||'ion'`. */
  computed: 65536,
  /** Base64 or hexadecimal digits that hold syntax. */
  encodedData: 131072,
  /** Quotes, variables or wildcards that a shell takes away: c''at, `$IFS`, /???/??t. */
  shellQuoting: 262144,
  /** `::$DATA`, `PROGRA~1`, `....//`. */
  pathTrick: 524288,
  /** Control characters other than tab and line ends. */
  controls: 1048576,
  /** Words of several known attacks stand in a text that was too much to look at. */
  crowded: 2097152,
} as const

/** In what a step returns, a count stands above the bits of evidence: this many bits up, at most 255. */
export const countShift = 24

/** The bits of evidence in what a step returned. */
export function bitsOf(seen: number): number {
  return seen & ((1 << countShift) - 1)
}

/** The count in what a step returned. */
export function countOf(seen: number): number {
  return seen >>> countShift
}
