import { ExpressionError } from './expression.ts'

/** A piece of an expression; `text` of a text is what it stands for, one character per byte. */
export interface Token {
  readonly is: 'name' | 'number' | 'text' | 'sign' | 'end'
  readonly text: string
  readonly at: number
}

const space = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y
const name = /[A-Za-z_$][\w$]*/y
const number = /0[xX][0-9a-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y
const text = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"|`[^`]*`/y
const sign = /&&|\|\||==|!=|<=|>=|\?\?|\?\.|\.\.|\*\*|[-+*/%<>!?:.,;()[\]{}#|=^]/y

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const escaped = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([^]))/g

/** More than anybody writes: what reads them goes as deep as they are many. */
const mostTokens = 2000

/** @throws ExpressionError where something stands that begins no token */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(source)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  for (;;) {
    take(space)
    const from = at
    if (tokens.length > mostTokens) throw new ExpressionError(at, 'the expression is too long')
    if (at >= source.length) return [...tokens, { is: 'end', text: '', at }]
    const word = take(name)
    const figure = word ?? take(number)
    const quoted = figure ?? take(text)
    const found = quoted ?? take(sign)
    if (found === undefined)
      throw new ExpressionError(
        at,
        /['"`]/.test(source[at]!) ? 'a text without its end' : `'${source[at]}' is not expected`,
      )
    if (word !== undefined) tokens.push({ is: 'name', text: word, at: from })
    else if (figure !== undefined) tokens.push({ is: 'number', text: figure, at: from })
    else if (quoted !== undefined) tokens.push({ is: 'text', text: meant(quoted), at: from })
    else tokens.push({ is: 'sign', text: found, at: from })
  }
}

function meant(quoted: string): string {
  const inside = quoted.slice(1, -1)
  return bytesOf(quoted.startsWith('`') ? inside : inside.replace(escaped, unescape))
}

function unescape(_: string, hex?: string, wide?: string, char?: string): string {
  const code = hex ?? wide
  return code === undefined
    ? (escapes[char!] ?? char!)
    : String.fromCharCode(Number.parseInt(code, 16))
}

/** Readable text as logs hold it: one character per byte of its UTF-8. */
export function bytesOf(readable: string): string {
  return Buffer.from(readable, 'utf8').toString('latin1')
}
