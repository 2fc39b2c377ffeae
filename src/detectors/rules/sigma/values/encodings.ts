/** A text in other forms that the modifiers of its field ask for. Strings hold one character per byte. */
export type Transform = (bytes: string) => readonly string[]

/** What Sigma's modifiers of values make of a text, by their names. */
export const transforms: Readonly<Record<string, Transform>> = {
  wide: (bytes) => [utf16(bytes)],
  utf16le: (bytes) => [utf16(bytes)],
  utf16be: (bytes) => [swapped(utf16(bytes))],
  utf16: (bytes) => [`\xff\xfe${utf16(bytes)}`],
  base64: (bytes) => [Buffer.from(bytes, 'latin1').toString('base64')],
  base64offset: (bytes) => [0, 1, 2].map((offset) => atOffset(bytes, offset)),
  windash: dashes,
}

/** Modifiers of which the result is Base64, in which the case of letters counts. */
export const casedTransforms: ReadonlySet<string> = new Set(['base64', 'base64offset'])

function utf16(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  return Buffer.from(text, 'utf16le').toString('latin1')
}

function swapped(bytes: string): string {
  return Buffer.from(bytes, 'latin1').swap16().toString('latin1')
}

/** Base64 of a text inside another, behind so many bytes: without the characters that neighbours change. */
function atOffset(bytes: string, offset: number): string {
  const encoded = Buffer.from(' '.repeat(offset) + bytes, 'latin1').toString('base64')
  const start = [0, 2, 3][offset]!
  const end = [0, 3, 2][(bytes.length + offset) % 3]!
  return encoded.slice(start, encoded.length - end)
}

/** Signs that Windows takes for the dash of an option; the last three as UTF-8. */
const signs = ['-', '/', '\xe2\x80\x93', '\xe2\x80\x94', '\xe2\x80\x95']
const mostDashes = 3

/** Each dash that begins an option in each of its forms. */
function dashes(bytes: string): readonly string[] {
  const parts = bytes.split(/\B[-/]\b/)
  if (parts.length === 1) return [bytes]
  if (parts.length > mostDashes + 1) return signs.map((sign) => parts.join(sign))
  return parts
    .slice(1)
    .reduce<string[]>(
      (all, part) => all.flatMap((before) => signs.map((sign) => before + sign + part)),
      [parts[0]!],
    )
}
