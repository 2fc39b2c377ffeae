import { hexPair } from '../fields/escape.ts'

/** What somebody wants of a JSON value: itself, or members of it. */
export interface Wanted<Use> {
  readonly use: Use | undefined
  /** What is wanted of a member, or of an element by its index. */
  member(key: string): Wanted<Use> | undefined
}

/** The plain values of a JSON line, in the order in which they stand there. */
export interface Leaves<Use> {
  count: number
  /** Offsets of the value in the line, without quotes. */
  readonly starts: number[]
  readonly ends: number[]
  readonly quoted: boolean[]
  readonly uses: (Use | undefined)[]
  /** Where reading stopped when it failed. */
  stoppedAt: number
}

const maxDepth = 32

/** Leaves to be filled again and again. */
export function emptyLeaves<Use>(): Leaves<Use> {
  return { count: 0, starts: [], ends: [], quoted: [], uses: [], stoppedAt: 0 }
}

class Branch<Use> implements Wanted<Use> {
  readonly members = new Map<string, Branch<Use>>()
  use: Use | undefined

  member(key: string): Branch<Use> | undefined {
    return this.members.get(key)
  }
}

/** The wanted members as a tree, from paths like `request.headers.Host.0`. */
export function wantedOf<Use>(paths: ReadonlyMap<string, Use>): Wanted<Use> {
  const root = new Branch<Use>()
  for (const [path, use] of paths) {
    let branch = root
    for (const key of path.split('.')) {
      const next = branch.members.get(key) ?? new Branch<Use>()
      branch.members.set(key, next)
      branch = next
    }
    branch.use = use
  }
  return root
}

/** Wants every value, each by its path. */
export function everything(path = ''): Wanted<string> {
  return { use: path, member: (key) => everything(path === '' ? key : `${path}.${key}`) }
}

/**
 * Reads a line that is one JSON object and notes where its plain values stand; false when it is no such object.
 * Control characters inside strings and `\xHH` are let through: servers write them.
 */
export function scan<Use>(line: string, wanted: Wanted<Use>, leaves: Leaves<Use>): boolean {
  leaves.count = 0
  leaves.stoppedAt = 0
  const start = blankEnd(line, 0)
  if (line.charCodeAt(start) !== 123) return false
  const end = groupEnd({ line, leaves }, start, wanted, 0)
  if (end < 0) return false
  leaves.stoppedAt = blankEnd(line, end)
  return leaves.stoppedAt === line.length
}

interface Scan<Use> {
  readonly line: string
  readonly leaves: Leaves<Use>
}

/** Offset behind the object or array that begins at `from`. */
function groupEnd<Use>(
  scan: Scan<Use>,
  from: number,
  wanted: Wanted<Use> | undefined,
  depth: number,
): number {
  const { line } = scan
  const isObject = line.charCodeAt(from) === 123
  const closing = isObject ? 125 : 93
  let at = blankEnd(line, from + 1)
  if (line.charCodeAt(at) === closing) return at + 1
  for (let index = 0; ; index++) {
    at = isObject
      ? memberEnd(scan, at, wanted, depth)
      : valueEnd(scan, at, wanted?.member(String(index)), depth)
    if (at < 0) return -1
    at = blankEnd(line, at)
    const code = line.charCodeAt(at)
    if (code === closing) return at + 1
    if (code !== 44) return fail(scan, at)
    at = blankEnd(line, at + 1)
  }
}

function memberEnd<Use>(
  scan: Scan<Use>,
  from: number,
  wanted: Wanted<Use> | undefined,
  depth: number,
): number {
  const { line } = scan
  const close = line.charCodeAt(from) === 34 ? stringEnd(line, from + 1) : -1
  if (close < 0) return fail(scan, from)
  const colon = blankEnd(line, close + 1)
  if (line.charCodeAt(colon) !== 58) return fail(scan, colon)
  const inner = wanted?.member(keyText(line, from + 1, close))
  return valueEnd(scan, blankEnd(line, colon + 1), inner, depth)
}

function valueEnd<Use>(
  scan: Scan<Use>,
  at: number,
  wanted: Wanted<Use> | undefined,
  depth: number,
): number {
  const { line } = scan
  const code = line.charCodeAt(at)
  if (code === 34) {
    const close = stringEnd(line, at + 1)
    if (close < 0) return fail(scan, at)
    note(scan, { start: at + 1, end: close, quoted: true }, wanted?.use)
    return close + 1
  }
  if (code === 123 || code === 91) {
    if (depth >= maxDepth) return fail(scan, at)
    return groupEnd(scan, at, wanted, depth + 1)
  }
  const end = bareEnd(line, at)
  if (end < 0) return fail(scan, at)
  note(scan, { start: at, end, quoted: false }, wanted?.use)
  return end
}

function note<Use>(
  { leaves }: Scan<Use>,
  value: { readonly start: number; readonly end: number; readonly quoted: boolean },
  use: Use | undefined,
): void {
  const at = leaves.count++
  leaves.starts[at] = value.start
  leaves.ends[at] = value.end
  leaves.quoted[at] = value.quoted
  leaves.uses[at] = use
}

function fail<Use>({ leaves }: Scan<Use>, at: number): -1 {
  leaves.stoppedAt = at
  return -1
}

function blankEnd(line: string, from: number): number {
  let at = from
  for (
    let code = line.charCodeAt(at);
    code === 32 || code === 9 || code === 13;
    code = line.charCodeAt(at)
  )
    at++
  return at
}

function stringEnd(line: string, from: number): number {
  let at = line.indexOf('"', from)
  while (at >= 0 && line.charCodeAt(at - 1) === 92) {
    let before = at - 1
    while (before > from && line.charCodeAt(before - 1) === 92) before--
    if (((at - before) & 1) === 0) return at
    at = line.indexOf('"', at + 1)
  }
  return at
}

/** Offset behind the number, `true`, `false` or `null` at `at`; -1 when there is none. */
export function bareEnd(line: string, at: number): number {
  const code = line.charCodeAt(at)
  if (code === 116) return line.startsWith('true', at) ? at + 4 : -1
  if (code === 102) return line.startsWith('false', at) ? at + 5 : -1
  if (code === 110) return line.startsWith('null', at) ? at + 4 : -1
  const whole = code === 45 ? at + 1 : at
  const end = digitsEnd(line, whole)
  if (end === whole || (line.charCodeAt(whole) === 48 && end > whole + 1)) return -1
  return exponentEnd(line, fractionEnd(line, end))
}

function fractionEnd(line: string, at: number): number {
  if (line.charCodeAt(at) !== 46) return at
  const end = digitsEnd(line, at + 1)
  return end === at + 1 ? -1 : end
}

function exponentEnd(line: string, at: number): number {
  if (at < 0 || (line.charCodeAt(at) | 32) !== 101) return at
  const sign = line.charCodeAt(at + 1)
  const from = sign === 43 || sign === 45 ? at + 2 : at + 1
  const end = digitsEnd(line, from)
  return end === from ? -1 : end
}

function digitsEnd(line: string, from: number): number {
  let at = from
  for (let code = line.charCodeAt(at); code >= 48 && code <= 57; code = line.charCodeAt(at)) at++
  return at
}

function keyText(line: string, start: number, end: number): string {
  return unescapeJson(line.slice(start, end))
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** The bytes of an escaped JSON string, one character each: `\uXXXX` becomes the bytes of its UTF-8 form. */
export function unescapeJson(text: string): string {
  let at = text.indexOf('\\')
  if (at < 0) return text
  let out = ''
  let done = 0
  while (at >= 0) {
    const next = text[at + 1] ?? ''
    const { plain, width } =
      next === 'u'
        ? codePoint(text, at)
        : { plain: shortEscape(text, at), width: next === 'x' ? 4 : 2 }
    if (plain !== undefined) {
      out += text.slice(done, at) + plain
      done = at + width
    }
    at = text.indexOf('\\', at + width)
  }
  return out + text.slice(done)
}

function shortEscape(text: string, at: number): string | undefined {
  const next = text[at + 1] ?? ''
  if (next !== 'x') return escapes[next]
  const byte = hexPair(text, at + 2)
  return byte < 0 ? undefined : String.fromCharCode(byte)
}

function codePoint(text: string, at: number): { plain: string | undefined; width: number } {
  const first = unit(text, at)
  if (first < 0) return { plain: undefined, width: 2 }
  const second =
    first >= 0xd800 && first < 0xdc00 && text.startsWith('\\u', at + 6) ? unit(text, at + 6) : -1
  const isPair = second >= 0xdc00 && second < 0xe000
  const code = isPair ? 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) : first
  return {
    plain: Buffer.from(String.fromCodePoint(code)).toString('latin1'),
    width: isPair ? 12 : 6,
  }
}

function unit(text: string, at: number): number {
  const high = hexPair(text, at + 2)
  const low = hexPair(text, at + 4)
  return high < 0 || low < 0 ? -1 : high * 256 + low
}
