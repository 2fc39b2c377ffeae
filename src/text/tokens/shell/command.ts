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
  let at = pastBlank(text, start)
  const from = at
  let word = ''
  let disguises = 0
  let end = ''
  while (at < text.length && end === '') {
    const length = nothingAt(text, at)
    if (length === 0) {
      const char = text.charAt(at)
      if (isBlank(text.charCodeAt(at))) end = ' '
      else if (';|&\n\r`)<>,#'.includes(char)) end = char
      else if (word.length === longestWord) end = 'x'
      else word += char
      at += end === '' ? 1 : 0
    } else if (isField(text, at)) {
      end = ' '
      disguises = 2
    } else {
      const isInside = word !== '' && isWordy(text.charCodeAt(at + length))
      disguises += isInside ? 1 : 0
      at += length
    }
  }
  return { text: word, from, to: at, end, isDisguised: disguises > 1 }
}

/** `$IFS`, which stands for white space. */
function isField(text: string, at: number): boolean {
  return text.startsWith('$IFS', at) || text.startsWith('${IFS', at)
}

function pastBlank(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    if (isBlank(text.charCodeAt(at))) continue
    if (!isField(text, at)) break
    at += text.charAt(at + 1) === '{' ? 5 : 3
  }
  return at
}

function isBlank(code: number): boolean {
  return (
    code === 0x20 || code === 9 || code === 0x0b || code === 0x0c || code === 0 || code === 0x2b
  )
}

function isWordy(code: number): boolean {
  return (code | 32) >= 0x61 && (code | 32) <= 0x7a
}

/** What stands for nothing in a word: a variable that is empty, or has no name. */
const empty =
  /^\$(?:IFS(?:\$9)?|\{IFS[^}]{0,8}\}|[0-9!@*$?#_-]|\{[A-Za-z_]\w{0,12}\}(?=[A-Za-z])|\(\)|[A-Za-z]\w?(?!\w))/

/** Length of what a shell takes out of a word: quotes, escapes, carets, variables that are empty. */
function nothingAt(text: string, at: number): number {
  const char = text.charAt(at)
  if (char === '"' || char === "'" || char === '^') return 1
  if (char === '\\') return isWordy(text.charCodeAt(at + 1)) ? 1 : 0
  if (char !== '$') return 0
  return empty.exec(text.slice(at, at + 20))?.[0].length ?? 0
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

/** What a word's end says when no argument follows. */
const endings: Readonly<Record<string, Form>> = {
  x: 'prose',
  ',': 'prose',
  '<': 'machine',
  '>': 'machine',
}

function argumentsAt(text: string, word: Word, name: string): Form {
  if (word.end !== ' ') return endings[word.end] ?? 'none'
  const argument = wordAt(text, word.to)
  if (argument.text === '') return endings[argument.end] === 'machine' ? 'machine' : 'none'
  if (isSecond(name, argument.text) || machine.test(argument.text)) return 'machine'
  return ' ,'.includes(argument.end || '-') && !argument.isDisguised ? 'prose' : 'one'
}

/** Options, paths, addresses, variables, numbers with dots, names of files. */
const machine =
  /^(?:-{1,2}[a-z]|[\\/~.$%*{]|\/[a-z]$|[\w.-]*[/\\:@=*$]|\d+(?:\.\d+){1,3}$|[\w-]+\.(?:php|txt|sh|py|pl|exe|ini|conf|cfg|log|bat|ps1|bak|dat|html?|asp|jsp|com|org|net|io)\b|\d+$)/i
