const untidy = /\/\/|(?:^|\/)\.\.?(?:\/|$)/

/** Collapses `//` and `/./`, resolves `..`; the slash at the end stays. */
export function normalizePath(text: string): string {
  if (!untidy.test(text)) return text
  const isRooted = text.startsWith('/')
  const parts: string[] = []
  for (const part of text.split('/')) if (part !== '' && part !== '.') step(parts, part, isRooted)
  const clean = (isRooted ? '/' : '') + parts.join('/')
  return text.endsWith('/') && clean !== '/' && clean !== '' ? `${clean}/` : clean
}

function step(parts: string[], part: string, isRooted: boolean): void {
  if (part !== '..') parts.push(part)
  else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
  else if (!isRooted) parts.push(part)
}

/** The same with backslashes as slashes. */
export function normalizePathWin(text: string): string {
  return normalizePath(text.includes('\\') ? text.replaceAll('\\', '/') : text)
}

const changed = /["'\\^,;\t\r\n A-Z/(]/

/**
 * What a shell makes of a command: quotes, backslashes and carets away, commas and semicolons as spaces,
 * spaces as one, none before `/` and `(`, all in lower case.
 */
export function cmdLine(text: string): string {
  if (!changed.test(text)) return text
  return text
    .replace(/["'\\^]+/g, '')
    .replace(/[ ,;\t\r\n]+/g, ' ')
    .replace(/ (?=[/(])/g, '')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
