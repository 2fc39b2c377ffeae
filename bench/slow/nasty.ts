/** A kind of line made to be dear: `fill` gives a request target (or a whole line) of about so many bytes. */
export interface Nasty {
  readonly name: string
  /** @param salt makes each line different, so that no cache knows it */
  readonly line: (size: number, salt: number) => string
}

const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:157.0) Gecko/20100101 Firefox/157.0'

/** A combined line of this target. */
export function combined(target: string, browser: string = agent): string {
  return `198.51.100.7 - - [18/Nov/2026:06:11:02 +0000] "GET ${target} HTTP/1.1" 200 5120 "-" "${browser}"`
}

function inQuery(name: string, piece: string | ((i: number) => string)): Nasty {
  return { name, line: (size, salt) => combined(`/search?q=${salt}${repeat(piece, size)}`) }
}

function inPath(name: string, piece: string): Nasty {
  return { name, line: (size, salt) => combined(`/${salt}${repeat(piece, size)}`) }
}

function inJson(name: string, value: (size: number, salt: number) => string): Nasty {
  return {
    name,
    line: (size, salt) =>
      `{"time":"2026-11-18T06:11:02Z","remote_addr":"198.51.100.7","method":"GET","status":200,"x":${value(size, salt)},"request":"GET /${salt} HTTP/1.1"}`,
  }
}

function repeat(piece: string | ((i: number) => string), size: number): string {
  if (typeof piece === 'string') return piece.repeat(Math.max(1, Math.floor(size / piece.length)))
  let text = ''
  for (let i = 0; text.length < size; i++) text += piece(i)
  return text
}

/** Percent signs encoded again and again: one layer more for every two bytes. */
function layers(size: number): string {
  return `%${'25'.repeat(Math.floor(size / 2))}27`
}

/** What somebody would send who wants one line to cost as much as a thousand. */
export const nasties: readonly Nasty[] = [
  { name: 'plain letters', line: (size, salt) => combined(`/search?q=${salt}${'a'.repeat(size)}`) },
  {
    name: 'one byte encoded again and again',
    line: (size, salt) => combined(`/s?q=${salt}${layers(size)}`),
  },
  inQuery('many bytes encoded five times', '%2525252527'),
  inQuery('arguments', (i) => `&a${i}=${i}`),
  inQuery('arguments, each encoded', (i) => `&a${i}=%27${i}`),
  inQuery('percent signs', '%'),
  inQuery('percent-encoded quotes', '%27'),
  inQuery('IIS escapes', '%u0027'),
  inQuery('overlong UTF-8', '%c0%af'),
  inQuery('single quotes', "'"),
  inQuery('backslashes', '\\'),
  inQuery('escaped quotes', String.raw`\"`),
  inQuery('nginx escapes', String.raw`\x22`),
  inQuery('HTML entities', '&#x27;'),
  inQuery('entities of entities', '&amp;amp;lt;'),
  inQuery('comments', '/**/'),
  inQuery('comments that do not end', '/*!'),
  inQuery('opening braces', '${'),
  inQuery('lookups in lookups', '${lower:'),
  inQuery('parentheses', '('),
  inQuery('angle brackets', '<'),
  inQuery('tags', '<a b='),
  inQuery('words of SQL', 'union select '.replaceAll(' ', '+')),
  inQuery('quote, or, quote', "'+or+'"),
  inQuery('shell variables', '$IFS$@'),
  inQuery('semicolons and commands', ';cat+'),
  inQuery('base64', 'JyBPUiAnMSc9JzE'),
  inQuery('wide letters', '%EF%BC%87'),
  inQuery('plus signs', '+'),
  inQuery('NUL', '%00'),
  inPath('climbs', '../'),
  inPath('climbs, encoded twice', '%252e%252e%252f'),
  inPath('climbs, disguised', '....//'),
  inPath('slashes', '/'),
  inPath('segments', 'a/'),
  inPath('numbers', '7/'),
  inPath('path arguments', ';a=b'),
  {
    name: 'agent of brackets',
    line: (size, salt) => combined(`/${salt}`, '(compatible;'.repeat(size / 12)),
  },
  {
    name: 'agent of letters',
    line: (size, salt) => combined(`/${salt}`, `Mozilla/${'5'.repeat(size)}`),
  },
  { name: 'no format at all', line: (size, salt) => `${salt} ${'[" '.repeat(size / 3)}` },
  {
    name: 'half a combined line',
    line: (size, salt) => `198.51.100.7 - ${salt} [${'18/Nov/2026 '.repeat(size / 12)}`,
  },
  {
    name: 'syslog in syslog',
    line: (size, salt) => `${'<34>1 2026-11-18T06:11:02Z h a - - - '.repeat(size / 36)}${salt}`,
  },
  inJson('JSON: deep lists', (size) => '['.repeat(size / 2) + ']'.repeat(size / 2)),
  inJson('JSON: deep objects', (size) => `${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`),
  inJson('JSON: escapes', (size) => `"${String.raw`\u0027`.repeat(size / 6)}"`),
  inJson('JSON: no end', (size) => `"${'\\"'.repeat(size / 2)}`),
  inJson('JSON: many fields', (size) => `{${repeat((i) => `"k${i}":${i},`, size)}"z":0}`),
]
