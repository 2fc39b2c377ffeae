/** A-Z to a-z, and nothing else: bytes beyond ASCII have no case. */
export function lowercase(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text
}

export function uppercase(text: string): string {
  return /[a-z]/.test(text) ? text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) : text
}

export function removeNulls(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}

export function replaceNulls(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', ' ') : text
}

const space =
  /[\t\n\v\f\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80/g

/** Everything that Unicode calls a space away. */
export function removeWhitespace(text: string): string {
  return text.replace(space, '')
}

/** Spaces in a row as one; the no-break space counts, also as a single byte. */
export function compressWhitespace(text: string): string {
  return text.replace(/(?:[\t\n\v\f\r ]|\xc2[\x85\xa0]|(?<![\x80-\xf4])\xa0)+/g, ' ')
}

export function trim(text: string): string {
  return trimLeft(trimRight(text))
}

export function trimLeft(text: string): string {
  return text.replace(/^[ \t\n\r\f\v]+/, '')
}

export function trimRight(text: string): string {
  let end = text.length
  while (end > 0 && ' \t\n\r\f\v'.includes(text[end - 1]!)) end--
  return text.slice(0, end)
}

/** Comments of C as one space each; one that is not closed runs to the end. */
export function replaceComments(text: string): string {
  let at = text.indexOf('/*')
  if (at < 0) return text
  let out = ''
  let from = 0
  while (at >= 0) {
    out += `${text.slice(from, at)} `
    const end = text.indexOf('*/', at + 2)
    from = end < 0 ? text.length : end + 2
    at = text.indexOf('/*', from)
  }
  return out + text.slice(from)
}

/**
 * Comments of C and HTML away, and all from `--` or `#` on. As in the original, the character behind
 * a comment stays whatever it is, and one that is not closed leaves a space.
 */
export function removeComments(text: string): string {
  let out = ''
  for (let i = 0; i < text.length;) {
    const isC = text.startsWith('/*', i)
    if (isC || text.startsWith('<!--', i)) {
      const end = endOfComment(text, i + (isC ? 2 : 4))
      if (end < 0) return `${out} `
      // the original copies the null byte behind its text too
      out += text[end] ?? '\0'
      i = end + 1
    } else if (text[i] === '#' || text.startsWith('--', i)) return out
    else out += text[i++]!
  }
  return out
}

function endOfComment(text: string, from: number): number {
  const c = text.indexOf('*/', from)
  const html = text.indexOf('-->', from)
  if (c < 0 && html < 0) return -1
  return html < 0 || (c >= 0 && c < html) ? c + 2 : html + 3
}

/** The signs that begin and end comments away: C, HTML, `--` and `#`. */
export function removeCommentsChar(text: string): string {
  return text.replace(/\/\*|\*\/|<!--|-->|--|#/g, '')
}
