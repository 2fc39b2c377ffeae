import { fitted } from './best-fit.ts'

const percentOrPlus = /[%+]/

/** The value of a hexadecimal digit; -1 when it is none. */
export function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 48 && code <= 57) return code - 48
  const lower = code | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}

/** The number that `count` hexadecimal digits stand for; -1 when they are not all there. */
export function hexAt(text: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = i < text.length ? digitAt(text, i) : -1
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value
}

/** `%HH` and `+`; what is not valid stays. */
export function urlDecode(text: string): string {
  return percentOrPlus.test(text) ? decode(text, false) : text
}

/** The same, and `%uHHHH` as some servers read it: best fit, else the lower byte. */
export function urlDecodeUni(text: string): string {
  return percentOrPlus.test(text) ? decode(text, true) : text
}

function decode(text: string, hasUnicode: boolean): string {
  const out = Buffer.allocUnsafe(text.length)
  let length = 0
  for (let i = 0; i < text.length;) {
    const code = text.charCodeAt(i)
    let value = code === 43 ? 32 : code
    let width = 1
    if (code === 37) {
      const isLong = hasUnicode && (text.charCodeAt(i + 1) | 32) === 117
      const found = isLong ? hexAt(text, i + 2, 4) : hexAt(text, i + 1, 2)
      if (found >= 0) {
        value = isLong ? fitted(found) : found
        width = isLong ? 6 : 3
      }
    }
    out[length++] = value
    i += width
  }
  return out.toString('latin1', 0, length)
}

/** Everything but letters, digits and `*` as `%hh`, a space as `+`. */
export function urlEncode(text: string): string {
  return text.replace(/[^*0-9A-Za-z]/g, (char) =>
    char === ' ' ? '+' : `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

const sequence =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/g
const beyondAscii = /[\x80-\xff]/

/** UTF-8 sequences as `%uhhhh`; bytes that are none stay. */
export function utf8toUnicode(text: string): string {
  if (!beyondAscii.test(text)) return text
  return text.replace(sequence, (bytes) => {
    const code = Buffer.from(bytes, 'latin1').toString('utf8').codePointAt(0)!
    return `%u${code.toString(16).padStart(4, '0')}`
  })
}

/** Whether bytes are well-formed UTF-8. */
export function isUtf8(text: string): boolean {
  return !beyondAscii.test(text) || !beyondAscii.test(text.replace(sequence, ''))
}
