/** A name and what it weighs. Plain data. */
export interface Weight<Name extends string = string> {
  readonly name: Name
  weight: number
}

/** Place of a name in a short list, -1 when it is not there: a look through few is cheaper than hashing. */
export function placeOf(list: readonly Weight[], name: string): number {
  for (let i = 0; i < list.length; i++) if (list[i]!.name === name) return i
  return -1
}
