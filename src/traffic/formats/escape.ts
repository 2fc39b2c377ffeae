const hex = (c: string, length = 2): string => c.charCodeAt(0).toString(16).padStart(length, '0')

const unprintable = /["\\\x00-\x1f\x7f-\xff]/
const eachUnprintable = /["\\\x00-\x1f\x7f-\xff]/g

/** nginx, `escape=default`: quotes, backslashes, control characters and all above ASCII as \xHH; '' as `-`. */
export function nginx(text: string): string {
  if (text === '') return '-'
  return unprintable.test(text)
    ? text.replace(eachUnprintable, (c) => `\\x${hex(c).toUpperCase()}`)
    : text
}

const apacheNamed: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** Apache: quotes and backslashes with a backslash, the rest that is not printable as \xhh; '' as `-`. */
export function apache(text: string): string {
  if (text === '') return '-'
  return unprintable.test(text)
    ? text.replace(eachUnprintable, (c) => apacheNamed[c] ?? `\\x${hex(c)}`)
    : text
}

const jsonNamed: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}
const jsonUnsafe = /["\\\x00-\x1f]/
const jsonEach = /["\\\x00-\x1f]/g

/** A JSON string with its quotes; bytes above ASCII stay as they are. */
export function json(text: string): string {
  if (!jsonUnsafe.test(text)) return `"${text}"`
  return `"${text.replace(jsonEach, (c) => jsonNamed[c] ?? `\\u${hex(c, 4)}`)}"`
}

const htmlUnsafe = /[<>&]/
const htmlEach = /[<>&]/g

/** A JSON string as Go's encoding/json writes it by default: `<`, `>` and `&` as \u003c and so on. */
export function goJson(text: string): string {
  const whole = json(text)
  return htmlUnsafe.test(whole) ? whole.replace(htmlEach, (c) => `\\u${hex(c, 4)}`) : whole
}

/** A Go string with its quotes, as %q writes it; bytes above ASCII stay as they are. */
export function goQuote(text: string): string {
  if (!jsonUnsafe.test(text)) return `"${text}"`
  return `"${text.replace(jsonEach, (c) => jsonNamed[c] ?? `\\x${hex(c)}`)}"`
}

const haproxyUnsafe = /["#\x00-\x1f\x7f-\xff]/
const haproxyEach = /["#\x00-\x1f\x7f-\xff]/g

/** HAProxy: quotes, `#` and what is not printable as #HH. */
export function haproxy(text: string): string {
  return haproxyUnsafe.test(text)
    ? text.replace(haproxyEach, (c) => `#${hex(c).toUpperCase()}`)
    : text
}

const cloudfrontUnsafe = /[\x00-\x20\x7f-\xff<>"#%{}|\\^~[\]`]/
const cloudfrontEach = /[\x00-\x20\x7f-\xff<>"#%{}|\\^~[\]`]/g

/** CloudFront: what RFC 1738 calls unsafe as %HH, percent signs included; '' as `-`. */
export function cloudfront(text: string): string {
  if (text === '') return '-'
  return cloudfrontUnsafe.test(text)
    ? text.replace(cloudfrontEach, (c) => `%${hex(c).toUpperCase()}`)
    : text
}

/** IIS: spaces as `+`, control characters too, so that fields stay apart; '' as `-`. */
export function iis(text: string): string {
  return text === '' ? '-' : text.replaceAll(/[\x00-\x20]/g, '+')
}
