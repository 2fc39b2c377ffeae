/** What a tokeniser saw in one text. */
export interface Sight {
  /** True when the text has the structure that was looked for, so that it would be taken as code. */
  readonly is: boolean
  /** 0 to 1: how certain it is that no ordinary text has this structure. */
  readonly strength: number
  /** The folded tokens, one letter each; '' when nothing was seen. */
  readonly shape: string
  /** Where it shows in the text: `[from, to)`. */
  readonly where: readonly [number, number]
  /** What it is, in words: 'a condition that is always true'. */
  readonly why: string
  /** True when the text is so long that only its first and last part were looked at. */
  readonly isPartial: boolean
}

/** The answer for nearly every text. */
export const nothing: Sight = {
  is: false,
  strength: 0,
  shape: '',
  where: [0, 0],
  why: '',
  isPartial: false,
}
const nothingInParts: Sight = { ...nothing, isPartial: true }

/** Texts longer than this are looked at in their first and last part only. */
export const wholeLength = 2048
const partLength = wholeLength / 2

/** Looks at a text that is no longer than `wholeLength`; undefined when there is nothing to see. */
export type Look = (text: string) => Omit<Sight, 'is' | 'isPartial'> | undefined

/** Looks at a text of any length, in bounded time. */
export function see(text: string, look: Look): Sight {
  if (text.length <= wholeLength) {
    const seen = look(text)
    return seen ? sightOf(seen, text, 0) : nothing
  }
  const offset = text.length - partLength
  const first = look(text.slice(0, partLength))
  if (first) return sightOf(first, text, 0)
  const last = look(text.slice(offset))
  return last ? sightOf(last, text, offset) : nothingInParts
}

function sightOf(seen: Omit<Sight, 'is' | 'isPartial'>, text: string, offset: number): Sight {
  const [from, to] = seen.where
  const where: [number, number] = [from + offset, Math.min(to + offset, text.length)]
  return { ...seen, is: true, where, isPartial: text.length > wholeLength }
}
