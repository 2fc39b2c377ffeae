import { isSecond, type Use, useOf } from './words.ts'

/** A word that a shell would make of a stretch of text: quotes, escapes, empty variables and `$IFS` resolved. */
export interface Word {
  readonly text: string
  readonly from: number
  readonly to: number
  /** What ended it: a separator, a quote, '' at the end of the text, ' ' before another word. */
  readonly end: string
  /** It was written so that it is not seen: quotes inside, `$IFS`, `$@`, escapes. */
  readonly isDisguised: boolean
}

const longestWord = 120

/** Reads the word that begins at a place, white space before it passed over. */
export function wordAt(text: string, start: number): Word {
  let at = start
  while (
    at < text.length &&
    (isBlank(text.charCodeAt(at)) || text.startsWith('${IFS}', at) || text.startsWith('$IFS', at))
  )
    at += isBlank(text.charCodeAt(at)) ? 1 : text.charAt(at + 1) === '{' ? 6 : 4
  const from = at
  let word = ''
  let disguises = 0
  while (at < text.length && word.length < longestWord) {
    const char = text.charAt(at)
    if (isBlank(text.charCodeAt(at))) return made(word, from, at, ' ', disguises)
    if (';|&\n\r`)<>,#'.includes(char)) return made(word, from, at, char, disguises)
    const length = nothingAt(text, at)
    if (length > 0) {
      if (text.startsWith('IFS', at + 1) || text.startsWith('{IFS', at + 1))
        return made(word, from, at, ' ', 2)
      const isInside =
        word !== '' && at + length < text.length && isWordy(text.charCodeAt(at + length))
      disguises += isInside ? 1 : 0
      at += length
      continue
    }
    word += char
    at++
  }
  return made(word, from, at, at < text.length ? 'x' : '', disguises)
}

function made(text: string, from: number, to: number, end: string, disguises: number): Word {
  return { text, from, to, end, isDisguised: disguises > 1 }
}

function isBlank(code: number): boolean {
  return (
    code === 0x20 || code === 9 || code === 0x0b || code === 0x0c || code === 0 || code === 0x2b
  )
}

function isWordy(code: number): boolean {
  return (code | 32) >= 0x61 && (code | 32) <= 0x7a
}

/** Length of what a shell takes out of a word: quotes, escapes, carets, variables that are empty. */
function nothingAt(text: string, at: number): number {
  const char = text.charAt(at)
  if (char === '"' || char === "'" || char === '^') return 1
  if (char === '\\') return isWordy(text.charCodeAt(at + 1)) ? 1 : 0
  if (char !== '$') return 0
  if (text.startsWith('$IFS', at)) return text.startsWith('$IFS$9', at) ? 6 : 4
  if (text.startsWith('${IFS', at)) return 6
  if (/^\$[0-9!@*$?#_-]/.test(text.slice(at, at + 2))) return 2
  const empty = /^\$(?:\{[A-Za-z_]\w{0,12}\}|\(\))/.exec(text.slice(at, at + 16))
  if (empty && isWordy(text.charCodeAt(at + empty[0].length))) return empty[0].length
  return /^\$[a-z]\w?(?!\w)/i.exec(text.slice(at, at + 6))?.[0].length ?? 0
}

/**
 * How surely a command stands at a place: 0 to 1.
 * @param isOpen what is before is no list of words and no sentence, so that a short name may be a command
 */
export function commandAt(
  text: string,
  at: number,
  isOpen: boolean,
): { strength: number; word: Word } {
  const word = wordAt(text, at)
  const name = word.text.toLowerCase()
  const use = useOf(name)
  if (use === undefined) return { strength: word.isDisguised && isPlain(name) ? 0.55 : 0, word }
  if (use === 'path' || word.isDisguised) return { strength: 0.85, word }
  const form = argumentsAt(text, word, name)
  const isSpoken = form !== 'machine' && (name !== word.text || (!isOpen && use !== 'any'))
  return { strength: isSpoken ? 0 : strengths[use][form], word }
}

function isPlain(name: string): boolean {
  return name.length > 2 && /^[\w./-]+$/.test(name)
}

/** What follows a command: nothing, something that only a command takes, one word, a sentence. */
type Form = 'none' | 'machine' | 'one' | 'prose'

const strengths: Readonly<Record<Use, Readonly<Record<Form, number>>>> = {
  any: { none: 0.75, machine: 0.85, one: 0.6, prose: 0 },
  alone: { none: 0.65, machine: 0.8, one: 0.55, prose: 0 },
  tool: { none: 0.5, machine: 0.8, one: 0.55, prose: 0 },
  word: { none: 0, machine: 0.65, one: 0, prose: 0 },
}

function argumentsAt(text: string, word: Word, name: string): Form {
  if (word.end === 'x') return 'prose'
  if (word.end === '<' || word.end === '>') return 'machine'
  if (word.end !== ' ') return word.end === ',' ? 'prose' : 'none'
  const rest = text.slice(word.to, word.to + longestWord)
  const argument = wordAt(text, word.to)
  if (argument.text === '') return /^\s*[<>]/.test(rest) ? 'machine' : 'none'
  if (isSecond(name, argument.text) || isMachine(argument.text)) return 'machine'
  const isLast = argument.end !== ' ' && argument.end !== 'x' && argument.end !== ','
  return isLast || argument.isDisguised ? 'one' : 'prose'
}

/** Options, paths, addresses, variables, numbers with dots, names of files. */
const machine =
  /^(?:-{1,2}[a-z]|[\\/~.$%*{]|\/[a-z]$|[\w.-]*[/\\:@=*$]|\d+(?:\.\d+){1,3}$|[\w-]+\.(?:php|txt|sh|py|pl|exe|ini|conf|cfg|log|bat|ps1|bak|dat|html?|asp|jsp|com|org|net|io)\b|\d+$)/i

function isMachine(argument: string): boolean {
  return machine.test(argument)
}
