import type { Random } from '../../stats/random.ts'

/** A way to write a payload so that it survives the way, or hides. */
export type Encoding = (text: string, random: Random) => string

/** Percent-encoding of what may not stand in a query; spaces as `+` or `%20`. */
export const form: Encoding = (text, random) => {
  const whole = encodeURIComponent(text).replaceAll("'", '%27')
  return random.chance(0.5) ? whole.replaceAll('%20', '+') : whole
}

/** As little as a server still takes: spaces, ends of lines, `#` and `&` only; quotes and brackets stay. */
export const bare: Encoding = (text) =>
  text
    .replaceAll('%', '%25')
    .replaceAll(' ', '%20')
    .replaceAll('\n', '%0a')
    .replaceAll('\t', '%09')
    .replaceAll('\0', '%00')
    .replaceAll('#', '%23')
    .replaceAll('&', '%26')

/** Every character as %XX. */
export const full: Encoding = (text, random) => {
  const isUpper = random.chance(0.5)
  return Array.from(text, (c) => {
    const code = c.charCodeAt(0).toString(16).padStart(2, '0')
    return `%${isUpper ? code.toUpperCase() : code}`
  }).join('')
}

/** Percent-encoding of the percent-encoding. */
export const double: Encoding = (text, random) => form(text, random).replaceAll('%', '%25')

/** `%u0027`, as old IIS reads it, for what is not a letter or a digit. */
export const unicode: Encoding = (text) =>
  text.replaceAll(/[^\w]/g, (c) => `%u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Letters in upper and lower case at will. */
export function mixedCase(text: string, random: Random): string {
  return text.replaceAll(/[a-z]/gi, (c) => (random.chance(0.5) ? c.toUpperCase() : c.toLowerCase()))
}

/** An encoding at will; the ordinary ones more often. */
export function anyEncoding(random: Random): Encoding {
  const choice = random.uniform()
  if (choice < 0.45) return form
  if (choice < 0.68) return bare
  if (choice < 0.8) return full
  return choice < 0.92 ? double : unicode
}

/** A name nobody has used: for markers, files and hosts of attackers. */
export function word(random: Random, length = 6): string {
  let text = ''
  while (text.length < length) text += String.fromCharCode(97 + random.below(26))
  return text
}
