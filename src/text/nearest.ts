/**
 * The name that somebody who typed `word` probably meant, or undefined when none is close:
 * at most a third of its letters wrong, counting a swap of two neighbours as one.
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const name of names) {
    const wrong = distance(plain(word), plain(name))
    if (wrong < least) {
      least = wrong
      best = name
    }
  }
  return best
}

/** "Did you mean x?" with a space before it, or nothing. */
export function suggestion(word: string, names: Iterable<string>): string {
  const name = nearest(word, names)
  return name === undefined ? '' : ` Did you mean ${name}?`
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '')
}

/** Optimal string alignment distance. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = last
    last = row
  }
  return last[b.length]!
}
