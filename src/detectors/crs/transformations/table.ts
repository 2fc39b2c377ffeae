import * as codes from './codes.ts'
import * as escapes from './escapes.ts'
import * as paths from './paths.ts'
import * as percent from './percent.ts'
import * as texts from './texts.ts'

/** One character per byte in and out; never throws. */
export type Transformation = (text: string) => string

const { normalizePath, normalizePathWin, cmdLine } = paths
const { urlDecode, urlDecodeUni, urlEncode, utf8toUnicode } = percent
const all: Readonly<Record<string, Transformation>> = {
  ...codes,
  ...escapes,
  ...texts,
  urlDecode,
  urlDecodeUni,
  urlEncode,
  utf8toUnicode,
  cmdLine,
  normalizePath,
  normalizePathWin,
  normalisePath: normalizePath,
  normalisePathWin: normalizePathWin,
}

/** Transformations by name in lower case: SecLang does not mind case. */
export const transformations: ReadonlyMap<string, Transformation> = new Map(
  Object.entries(all).map(([name, change]) => [name.toLowerCase(), change]),
)

const spaces = '\t\n\v\f\r '
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const highBytes = String.fromCharCode(...Array.from({ length: 128 }, (_, i) => i + 128))
const triggers: readonly (readonly [string, readonly Transformation[]])[] = [
  ['%+', [percent.urlDecode, percent.urlDecodeUni]],
  [highBytes, [percent.utf8toUnicode]],
  ['&', [escapes.htmlEntityDecode]],
  ['\\', [escapes.jsDecode, escapes.cssDecode, escapes.escapeSeqDecode]],
  ['\0', [texts.removeNulls, texts.replaceNulls]],
  [capitals, [texts.lowercase]],
  [capitals.toLowerCase(), [texts.uppercase]],
  [spaces, [texts.trim, texts.trimLeft, texts.trimRight]],
  [spaces + highBytes, [texts.removeWhitespace, texts.compressWhitespace]],
  ['/', [texts.replaceComments]],
  ['/*<-#', [texts.removeComments, texts.removeCommentsChar]],
  ['/.', [paths.normalizePath]],
  ['/.\\', [paths.normalizePathWin]],
  [`"'\\^,;/(${spaces}${capitals}`, [paths.cmdLine]],
]

/** Bytes without which a transformation leaves a text as it is; undefined: it changes any text. */
export const triggersOf: ReadonlyMap<Transformation, string> = new Map(
  triggers.flatMap(([bytes, all]) => all.map((one): [Transformation, string] => [one, bytes])),
)

/** Names as they are usually written. */
export const transformationNames: readonly string[] = Object.keys(all)
