import { type Danger, dangerOf, dangerousAttribute } from './html/danger.ts'
import { scriptIn } from './html/script.ts'
import { isScriptAddress } from './html/script-address.ts'
import { attributesFrom, isLetter, isSpace, nameAt } from './html/tag.ts'
import { see, type Sight } from './sight.ts'

/** Tags of one text that are read. */
const mostTags = 40

const less = 1
const quote = 2
const equals = 4
const call = 8
const colon = 16
const gap = 32
const signs = new Uint8Array(256)
for (const [chars, sign] of [
  ['<', less],
  ['\'"`', quote],
  ['=', equals],
  ['([', call],
  [':', colon],
  ['&', colon],
  ['.', call],
  ['/', gap],
] as const)
  for (const char of chars) signs[char.charCodeAt(0)] = sign
for (let code = 0; code <= 32; code++) signs[code] = gap

/**
 * Whether a text, put into a page, would run script or load a document: read as the text of a page, as the
 * value of an attribute without quotes or in any of the three, as an address, and inside a string of script.
 */
export function htmlIn(text: string): Sight {
  let seen = 0
  for (let i = 0; i < text.length; i++) seen |= signs[text.charCodeAt(i) & 255]!
  return (seen & (less | quote | equals | call | colon)) === 0 ? see('', look) : see(text, look)
}

function look(text: string): Omit<Sight, 'is' | 'isPartial'> | undefined {
  if (text === '') return undefined
  const danger = inData(text) ?? inAttributes(text) ?? inAddress(text) ?? scriptIn(text)
  if (!danger) return undefined
  const { strength, shape, why, from, to } = danger
  return { strength, shape, where: [from, to], why }
}

/** Tags, wherever they begin: one may hide in another's attribute. */
function inData(text: string): Danger | undefined {
  let best: Danger | undefined
  let at = text.indexOf('<')
  for (let tags = 0; at >= 0 && tags < mostTags; tags++) {
    const danger = tagAt(text, at)
    if (danger && danger.strength > (best?.strength ?? 0)) best = danger
    if (best && best.strength > 0.8) return best
    at = text.indexOf('<', at + 1)
  }
  return best
}

function tagAt(text: string, at: number): Danger | undefined {
  let start = at + 1
  while (start - at < 8 && (isSpace(text.charCodeAt(start)) || text.charCodeAt(start) === 0x2f))
    start++
  const code = text.charCodeAt(start)
  if (code === 0x21 || code === 0x3f) return declarationAt(text, at)
  if (!isLetter(code)) return undefined
  const name = nameAt(text, start)
  const isEnd = text.charCodeAt(at + 1) === 0x2f
  if (start > at + 1 && !isEnd && name !== 'script') return undefined
  const danger = dangerOf(text, name, at, start + name.length)
  return isEnd && danger ? asEnd(danger, name) : danger
}

/** The end of an element does nothing, but for what its attributes do in old browsers. */
function asEnd(danger: Danger, name: string): Danger | undefined {
  if (name === 'script') return { ...danger, strength: 0.6, why: 'the end of a script' }
  return danger.shape.startsWith('<') ? undefined : danger
}

const declarations =
  /^<(?:!(?:entity|\[cdata\[|--\[if|--\s*#(?:exec|include|echo))|!doctype[^>]{0,80}(?:\[|system)|\?(?:xml-stylesheet|import))/i

function declarationAt(text: string, from: number): Danger | undefined {
  if (!declarations.test(text.slice(from, from + 120))) return undefined
  return {
    strength: 0.6,
    why: 'a declaration that loads something',
    from,
    to: from + 8,
    shape: '<!',
  }
}

/** The text as the value of an attribute that it ends: by a quote, or by white space. */
function inAttributes(text: string): Danger | undefined {
  for (const mark of '"\'`') {
    const at = text.indexOf(mark)
    if (at < 0) continue
    const danger = brokenOut(text, at + 1, true)
    if (danger) return danger
  }
  let gapAt = 0
  while (gapAt < text.length && !isSpace(text.charCodeAt(gapAt))) gapAt++
  return text.includes('=') ? brokenOut(text, gapAt === text.length ? 0 : gapAt, false) : undefined
}

/** Attributes behind the end of a value: nothing but white space, slashes and other attributes before the dangerous one. */
function brokenOut(text: string, from: number, isQuoted: boolean): Danger | undefined {
  if (text.indexOf('=', from) < 0) return undefined
  let before = from
  for (const attribute of attributesFrom(text, from)) {
    const danger = dangerousAttribute(attribute)
    if (danger && isSeparated(text, before, attribute.from, isQuoted))
      return asBroken(danger, attribute.value, isQuoted)
    if (
      !attribute.hasValue &&
      attribute.name !== 'autofocus' &&
      attribute.name !== 'contenteditable'
    )
      return undefined
    before = attribute.to
  }
  return undefined
}

function isSeparated(text: string, from: number, to: number, isQuoted: boolean): boolean {
  if (isQuoted && to - from === 0) return true
  for (let i = from; i < to; i++)
    if (!isSpace(text.charCodeAt(i)) && !'/"\'`>'.includes(text.charAt(i))) return false
  return isQuoted || to > from || from === 0
}

/** Without a tag around it, a handler must look like script to be one. */
function asBroken(danger: Danger, value: string, isQuoted: boolean): Danger | undefined {
  if (danger.shape !== 'h') return { ...danger, strength: isQuoted ? 0.75 : 0.65 }
  const isScript = /[(`=;[]|^\s*(?:javascript|alert|eval|document|location|window|this)\b/i.test(
    value,
  )
  if (isScript) return { ...danger, strength: isQuoted ? 0.8 : 0.7 }
  return isQuoted && danger.to - danger.from > 6 ? { ...danger, strength: 0.55 } : undefined
}

/** The whole text as an address, or as a style. */
function inAddress(text: string): Danger | undefined {
  const style = /-moz-binding\s*:|[:=]\s*expression\(/i.exec(text)
  if (style)
    return {
      strength: 0.6,
      why: 'a style that runs something',
      from: style.index,
      to: style.index + style[0].length,
      shape: 'y',
    }
  if (!isScriptAddress(text) || /^\s*data:(?:image\/svg|,)/i.test(text)) return undefined
  return {
    strength: 0.75,
    why: 'an address that is script',
    from: 0,
    to: Math.min(text.length, 24),
    shape: 'j',
  }
}
