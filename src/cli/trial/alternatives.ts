/** A stretch of a regular expression that could be left out: one of several alternatives. */
export interface Alternative {
  /** `[start, end)`, with one of the bars beside it. */
  readonly start: number
  readonly end: number
  /** The alternative itself. */
  readonly text: string
}

interface Group {
  /** Where its first alternative begins. */
  readonly from: number
  readonly bars: number[]
}

/** Every alternative of a regular expression in RE2 syntax, those in groups included. */
export function alternativesIn(source: string): readonly Alternative[] {
  const found: Alternative[] = []
  const open: Group[] = [{ from: 0, bars: [] }]
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!
    if (char === '\\') at++
    else if (char === '[') at = endOfClass(source, at)
    else if (char === '|') open.at(-1)!.bars.push(at)
    else if (char === '(') {
      const from =
        at +
        (/^\((?:\?(?:P?<\w+>|[a-zA-Z-]*:|[a-zA-Z-]+(?=\))))?/.exec(source.slice(at))?.[0].length ??
          1)
      open.push({ from, bars: [] })
    } else if (char === ')' && open.length > 1) found.push(...parted(source, open.pop()!, at))
  }
  return [...found, ...parted(source, open[0]!, source.length)]
}

function parted(source: string, { from, bars }: Group, end: number): readonly Alternative[] {
  if (bars.length === 0) return []
  return [...bars, end].map((to, i) => {
    const begins = i === 0 ? from : bars[i - 1]! + 1
    const text = source.slice(begins, to)
    return i === 0 ? { start: begins, end: to + 1, text } : { start: begins - 1, end: to, text }
  })
}

/** Index of the bracket that closes a class. */
function endOfClass(source: string, open: number): number {
  let at = open + 1
  if (source[at] === '^') at++
  if (source[at] === ']') at++
  while (at < source.length && source[at] !== ']') {
    const isNamed = source.startsWith('[:', at)
    const end = isNamed ? source.indexOf(':]', at) : -1
    at = end > 0 ? end + 2 : at + (source[at] === '\\' ? 2 : 1)
  }
  return at
}
