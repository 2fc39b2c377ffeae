import { createHash } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const none = 255
/** By byte: the six bits that it stands for; 255 for none. */
const sextets = new Uint8Array(256).fill(none)
for (let i = 0; i < alphabet.length; i++) sextets[alphabet.charCodeAt(i)] = i

/** Base64 up to the first byte that is none; line ends do not count. */
export function base64Decode(text: string): string {
  return fromBase64(text, false)
}

/** Base64 without what is none of it, up to the padding; the alphabet for addresses too. */
export function base64DecodeExt(text: string): string {
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'), true)
}

function fromBase64(text: string, isForgiving: boolean): string {
  let out = ''
  let bits = 0
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const sextet = sextets[code]!
    if (sextet === none) {
      if (code === 13 || code === 10 || (isForgiving && code !== 61)) continue
      break
    }
    bits = ((bits << 6) | sextet) & 0xffffff
    count++
    if (count % 4 !== 1) out += String.fromCharCode((bits >> (6 - ((count - 1) % 4) * 2)) & 0xff)
  }
  return out
}

export function base64Encode(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64')
}

export function hexEncode(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex')
}

/** Pairs of hexadecimal digits; as in the original, other letters count on from `f`, and a digit left over is dropped. */
export function hexDecode(text: string): string {
  const out = Buffer.alloc(text.length >> 1)
  for (let i = 0; i < out.length; i++)
    out[i] = digit(text.charCodeAt(i * 2)) * 16 + digit(text.charCodeAt(i * 2 + 1))
  return out.toString('latin1')
}

function digit(code: number): number {
  return code >= 65 ? (code & 0xdf) - 65 + 10 : code - 48
}

/** `0x414243` as SQL reads it. */
export function sqlHexDecode(text: string): string {
  return text.replace(/0x((?:[0-9a-f]{2})+)/gi, (_, digits: string) =>
    Buffer.from(digits, 'hex').toString('latin1'),
  )
}

export function md5(text: string): string {
  return createHash('md5').update(text, 'latin1').digest().toString('latin1')
}

export function sha1(text: string): string {
  return createHash('sha1').update(text, 'latin1').digest().toString('latin1')
}

export function length(text: string): string {
  return String(text.length)
}

/** Whether an odd number of the lower seven bits is set. */
function isOdd(code: number): boolean {
  let bits = code & 0x7f
  bits ^= bits >> 4
  bits ^= bits >> 2
  return ((bits ^ (bits >> 1)) & 1) === 1
}

function mapBytes(text: string, change: (code: number) => number): string {
  return Buffer.from(Buffer.from(text, 'latin1').map(change)).toString('latin1')
}

export function parityEven7bit(text: string): string {
  return mapBytes(text, (code) => (isOdd(code) ? code | 0x80 : code & 0x7f))
}

export function parityOdd7bit(text: string): string {
  return mapBytes(text, (code) => (isOdd(code) ? code & 0x7f : code | 0x80))
}

export function parityZero7bit(text: string): string {
  return mapBytes(text, (code) => code & 0x7f)
}

/** The name under which PHP keeps an argument: as it reads it from a query. */
export function phpArgsNames(text: string): string {
  const name = text.replace(/^ +/, '')
  const open = name.indexOf('[')
  if (open === 0) return ''
  const head = (open < 0 ? name : name.slice(0, open)).replaceAll(/[ .]/g, '_')
  if (open < 0) return head
  if (!name.includes(']', open)) return `${head}_${name.slice(open + 1)}`
  let out = head
  for (let at = open; name[at] === '[';) {
    const close = name.indexOf(']', at)
    if (close < 0) break
    out += `[${name.slice(at + 1, close).replace(/^[ \t\r\n]+/, '')}]`
    at = close + 1
  }
  return out
}
