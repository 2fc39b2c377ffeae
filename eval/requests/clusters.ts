/** A text that was judged wrongly. */
export interface Wrong {
  readonly text: string
  /** What spoke of it, as far as something did. */
  readonly by: string
}

/** Texts of one form. */
export interface Cluster extends Wrong {
  /** The form's shortest text. */
  readonly text: string
  readonly size: number
}

/** Groups texts by form, the largest group first. */
export function clusters(texts: readonly Wrong[]): Cluster[] {
  const groups = Map.groupBy(texts, ({ text, by }) => `${formOf(text)} ${by}`)
  return [...groups.values()]
    .map((group): Cluster => {
      const shortest = group.reduce((best, one) =>
        one.text.length < best.text.length ? one : best,
      )
      return { ...shortest, size: group.length }
    })
    .toSorted((a, b) => b.size - a.size || a.text.length - b.text.length)
}

const signs = 12

/** What is left of a text when words, numbers and repetitions are all alike: its first signs. */
function formOf(text: string): string {
  return text
    .replace(/^\d+-\d+: |^[A-Z-]+: /, '')
    .slice(0, 400)
    .replaceAll(/%[0-9a-f]{2}/gi, '%')
    .replaceAll(/[\w\u0080-\uffff]+/g, 'a')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(.{1,6}?)\1+/g, '$1')
    .slice(0, signs)
}
