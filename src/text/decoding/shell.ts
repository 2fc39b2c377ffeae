import { isLetter, isWord } from './bytes.ts'
import type { Step, TextView } from './view.ts'

/** Names of the variable that holds white space, as written. */
const spaceNames = ['$IFS$9', '${IFS}', '$IFS']
/** Variables that are empty in most shells. */
const emptyNames = ['$@', '$*', '$9']

/** Length of the first of `names` that stands at `at`; 0 when none does. */
function lengthOf(names: readonly string[], view: TextView, at: number): number {
  for (const name of names)
    if (at + name.length <= view.length && standsAt(view, at, name)) return name.length
  return 0
}

function standsAt(view: TextView, at: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) if (view.bytes[at + i] !== name.charCodeAt(i)) return false
  return true
}

/** True for what a shell drops inside a word: quotes, and a backslash or caret before a letter. */
function isDropped(view: TextView, at: number): boolean {
  const byte = view.bytes[at]!
  const next = at + 1 < view.length ? view.bytes[at + 1]! : 0
  if (byte === 0x5c || byte === 0x5e) return isLetter(next) || next === byte
  if (byte !== 0x27 && byte !== 0x22) return false
  const before = at > 0 ? view.bytes[at - 1]! : 0
  return next === byte || before === byte || (isWord(before) && isWord(next))
}

/** `{cat,/etc/passwd}` is a command with its argument. @returns the place of its end, or -1 */
function braceEnd(view: TextView, at: number): number {
  if (view.bytes[at] !== 0x7b || !isLetter(view.bytes[at + 1]!)) return -1
  let commas = 0
  for (let i = at + 1; i < Math.min(view.length, at + 128); i++) {
    const byte = view.bytes[i]!
    if (byte === 0x2c) commas++
    if (byte === 0x7d) return commas > 0 ? i : -1
    if (byte === 0x22 || byte === 0x3a || byte === 0x7b) return -1
  }
  return -1
}

/** What a variable at `at` stands for: its width times two, plus one when it is white space. 0 for none. */
function readVariable(view: TextView, at: number): number {
  if (view.bytes[at] !== 0x24) return 0
  const space = lengthOf(spaceNames, view, at)
  return space > 0 ? space * 2 + 1 : lengthOf(emptyNames, view, at) * 2
}

/** Shell words as the shell sees them: quotes and escapes inside words gone, `$IFS` a space, braces opened. */
export const unquoted: Step = (input, output) => {
  let braced = -1
  for (let i = 0; i < input.length; i++) {
    const byte = input.bytes[i]!
    const variable = readVariable(input, i)
    const end = i > braced ? braceEnd(input, i) : -1
    if (end > 0) braced = end
    else if (variable > 0) {
      const width = variable >> 1
      if (variable % 2 === 1) output.put(32, input, i, i + width)
      i += width - 1
    } else if (i < braced && byte === 0x2c) output.put(32, input, i, i + 1)
    else if (i !== braced && !isDropped(input, i)) output.put(byte, input, i, i + 1)
  }
  return 0
}
