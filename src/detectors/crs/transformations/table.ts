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

/** Names as they are usually written. */
export const transformationNames: readonly string[] = Object.keys(all)
