import { see, type Sight } from './sight.ts'
import { decide } from './sql/decide.ts'
import { Folder } from './sql/fold.ts'
import { Lexer } from './sql/lexer.ts'
import { Shape } from './sql/shape.ts'

/** Bytes of which one is there when a text is SQL, but for clauses of words and numbers. */
const signs = new Uint8Array(256)
const quoteSign = 1
const otherSign = 2
const spaceSign = 4
for (const char of '\'"`') signs[char.charCodeAt(0)] = quoteSign
for (const char of '()=<>|&;#@*~^!:') signs[char.charCodeAt(0)] = otherSign
for (let code = 0; code <= 32; code++) signs[code] = spaceSign
signs[0xa0] = spaceSign

const lexer = new Lexer()
const folder = new Folder()

/**
 * Whether a text, put where a statement expects a value, can only be SQL that changes the statement: read
 * as it is, and as if it began inside '…' or "…". Dialects are read alike.
 */
export function sqlIn(text: string): Sight {
  return canBegin(text) ? see(text, look) : see('', look)
}

/** A quote or an operator; or a keyword that needs neither. */
function canBegin(text: string): boolean {
  let seen = 0
  for (let i = 0; i < text.length; i++) seen |= signs[text.charCodeAt(i) & 255]!
  if ((seen & (quoteSign | otherSign)) !== 0) return true
  return (seen & spaceSign) !== 0 && keywords.test(text)
}

const keywords =
  /\b(?:union|order|group|limit|having|select|drop|truncate|true|xor|where|between|like|rlike|regexp)\b/i

function look(text: string): Omit<Sight, 'is' | 'isPartial'> | undefined {
  if (text === '') return undefined
  let best = lookFrom(text, 0)
  for (const mark of '\'"') {
    const at = text.indexOf(mark)
    if (at < 0 || (best && best.strength >= 0.9)) continue
    const seen = lookFrom(text, at + 1)
    if (seen && seen.strength > (best?.strength ?? 0)) best = seen
  }
  return best
}

function lookFrom(text: string, lead: number): Omit<Sight, 'is' | 'isPartial'> | undefined {
  folder.read(lexer, text, lead)
  const shape = new Shape(text, folder.pieces)
  const evidence = decide(shape)
  if (!evidence) return undefined
  const { strength, why, from, to } = evidence
  const last = shape.pieces[Math.max(from, to - 1)]!
  return { strength, shape: shape.kinds, where: [shape.pieces[from]!.from, last.to], why }
}

/** Steps that the last text took, for tests of linear work. */
export function workOfSql(): number {
  return folder.work
}
