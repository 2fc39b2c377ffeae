const uuid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i
const date =
  /^(?:19|20)\d\d[-_.](?:0?[1-9]|1[0-2])(?:[-_.](?:0?[1-9]|[12]\d|3[01]))?(?:T[\d:.Z+-]{1,20})?$/
const hash = /^[0-9a-f]{16,128}$/i
const shortHash = /^(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,15}$/
const mail = /^[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}\.[\w.-]{1,63}$/
const numbered = /^\d+(\.[a-z]{2,5})$/i
const prefix = /^[A-Za-z_-]{1,16}\d+$/

/** Longest literal part of a route. */
export const longestPart = 40

/**
 * What one part of a path shows of itself: `{n}`, `{uuid}`, `{hash}`, `{date}`, `{email}`, `{token}`
 * or `{long}` for what is surely a value, otherwise the part itself.
 */
export function shapeOf(part: string): string {
  const end = part.indexOf(';')
  const text = end < 0 ? part : part.slice(0, end)
  const digits = countDigits(text)
  if (digits === 0 && text.length <= 5) return text
  if (digits > 0 && digits === text.length) return '{n}'
  if (text.length >= 6 && date.test(text)) return '{date}'
  if (text.length > 15 || digits === 0) return longShape(text)
  if (shortHash.test(text)) return '{hash}'
  return isDigit(text.charCodeAt(0)) ? text.replace(numbered, '{n}$1') : withoutNumber(text)
}

function longShape(text: string): string {
  if (text.length <= 38 && uuid.test(text)) return '{uuid}'
  if (hash.test(text)) return '{hash}'
  if (text.length <= 190 && (text.includes('@') || text.includes('%40')) && mail.test(text))
    return '{email}'
  if (text.length >= 20 && text.length <= 4096 && isToken(text)) return '{token}'
  return text.length > longestPart ? '{long}' : text
}

/** Three digits or more after a word are a value: 'post-1234'. */
function withoutNumber(text: string): string {
  const digits = tail(text)
  if (digits < 3 || !prefix.test(text)) return text
  return `${text.slice(0, text.length - digits)}{n}`
}

/** Digits at the end. */
function tail(text: string): number {
  let n = 0
  while (n < text.length && isDigit(text.charCodeAt(text.length - 1 - n))) n++
  return n
}

function countDigits(text: string): number {
  let n = 0
  for (let i = 0; i < text.length; i++) if (isDigit(text.charCodeAt(i))) n++
  return n
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/**
 * Random-looking base64: no word separators but '_' and '-', and its kind of character (lower, upper,
 * digit) changes more often than in words.
 */
function isToken(text: string): boolean {
  let changes = 0
  let before = -1
  for (let i = 0; i < text.length; i++) {
    const kind = kindOf(text.charCodeAt(i))
    if (kind < 0) return false
    if (before >= 0 && kind !== before && kind !== 3 && before !== 3) changes++
    before = kind
  }
  return changes * 4 >= text.length
}

/** 0 lower, 1 upper, 2 digit, 3 other base64 characters, -1 for the rest. */
function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 0
  if (code >= 65 && code <= 90) return 1
  if (isDigit(code)) return 2
  return code === 45 || code === 95 || code === 61 || code === 43 || code === 46 ? 3 : -1
}
