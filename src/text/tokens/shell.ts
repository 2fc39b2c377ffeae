import { see, type Sight } from './sight.ts'
import { commandAt } from './shell/command.ts'

/** Commands of one text that are looked at. */
const mostCommands = 64

const separators = new Uint8Array(256)
for (const char of ';|&`\n\r<>$') separators[char.charCodeAt(0)] = 1
/** Bytes of which one is there when a text is a command without a separator. */
for (const char of '/\\-{(') separators[char.charCodeAt(0)] = 2

type Seen = Omit<Sight, 'is' | 'isPartial'>

/** Whether a text, put into the command line of a shell, would run a command of its own: POSIX shells and Windows' alike. */
export function shellIn(text: string): Sight {
  let seen = 0
  for (let i = 0; i < text.length; i++) seen |= separators[text.charCodeAt(i) & 255]!
  return seen === 0 ? see('', look) : see(text, look)
}

function look(text: string): Seen | undefined {
  if (text === '') return undefined
  let best = oddityIn(text) ?? calledIn(text)
  let left = mostCommands
  for (let at = 0; at < text.length && left > 0; at++) {
    if (separators[text.charCodeAt(at) & 255] !== 1) continue
    const width = separatorAt(text, at)
    if (width === 0) continue
    left--
    const seen = behind(text, at, width)
    if (seen && seen.strength > (best?.strength ?? 0)) best = seen
    at += width - 1
  }
  return best ?? wholeIn(text)
}

/** Length of what separates or substitutes commands: `;` `|` `||` `&` `&&` a newline, a backtick, `$(`; 0 when nothing does. */
function separatorAt(text: string, at: number): number {
  const char = text.charAt(at)
  const next = text.charAt(at + 1)
  if (char === '$' || char === '<' || char === '>') return next === '(' ? 2 : 0
  if (char === ';') return isEntityEnd(text, at) ? 0 : 1
  if (char === '&' && isEntity(text, at)) return 0
  return (char === '|' || char === '&') && next === char ? 2 : 1
}

function isEntityEnd(text: string, at: number): boolean {
  return /&#?\w{2,8}$/.test(text.slice(Math.max(0, at - 10), at))
}

function isEntity(text: string, at: number): boolean {
  return /^&#?\w{2,8};/.test(text.slice(at, at + 11))
}

function behind(text: string, at: number, width: number): Seen | undefined {
  const separator = text.slice(at, at + width)
  if (separator === '$(' && text.charAt(at + 2) === '(') return sum(text, at)
  if (separator === '`' && isQuotation(text, at)) return undefined
  const isSubstituted = separator.endsWith('(') || separator === '`'
  const { strength, word } = commandAt(text, at + width, isSubstituted || isOpen(text, at))
  if (strength === 0) return variableRun(text, at, separator)
  return {
    strength: isSubstituted ? Math.min(0.95, strength + 0.1) : strength,
    why: `a command behind ${names[separator] ?? separator}: ${word.text.slice(0, 24)}`,
    shape: `${separator}c`,
    where: [at, word.to],
  }
}

/** What stands before a separator is no word of a list, and no sentence. */
function isOpen(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at).trim()
  return !before.includes(' ') && (!/[a-z]{2}[)\].,]?$/i.test(before) || /[\d./:=@]/.test(before))
}

const names: Readonly<Record<string, string>> = {
  '\n': 'a line break',
  '\r': 'a line break',
  '`': 'a backtick',
  '$(': 'a substitution',
}

/** Words in backticks inside a sentence: they are quoted, not run. */
function isQuotation(text: string, at: number): boolean {
  if (!/[\w,.:] ?$/.test(text.slice(Math.max(0, at - 2), at))) return false
  const isFirst = text.indexOf('`') === at
  const end = text.indexOf('`', at + 1)
  return !isFirst || (end > at && /^(?:[ .,;:!?)]|$)/.test(text.slice(end + 1, end + 2)))
}

/** `$((1+2))`: a sum that a shell works out. */
function sum(text: string, at: number): Seen | undefined {
  const found = /^\$\(\(\s*\d+(?:\s*[-+*/%]\s*\d+)?\s*\)\)/.exec(text.slice(at, at + 40))
  return found
    ? {
        strength: 0.7,
        why: 'a sum that a shell works out',
        shape: '$((',
        where: [at, at + found[0].length],
      }
    : undefined
}

/** A file or a variable that is run. */
function variableRun(text: string, at: number, separator: string): Seen | undefined {
  const rest = text.slice(at + separator.length, at + separator.length + 40)
  if (separator === '$(' && /^\s*<\s*\S/.test(rest))
    return { strength: 0.75, why: 'a file read by a shell', shape: '$(<', where: [at, at + 6] }
  const isVariable = /^\s*\$\{?[A-Za-z_]\w{0,12}\}?(?:[\s$;]|$)/.test(rest)
  if (isVariable && text.slice(0, at).includes('='))
    return { strength: 0.6, why: 'a variable that is run', shape: ';$', where: [at, at + 4] }
  return /^\s*\.{0,2}\/[\w.-]+\/[\w.-]+\.sh\b/.test(rest)
    ? { strength: 0.6, why: 'a script that is run', shape: ';.', where: [at, at + 8] }
    : undefined
}

/** What only a shell has, wherever it stands. */
const oddities =
  /\$\{?IFS\b|\(\)\s*\{\s*[:_\w ]{0,20};|\/dev\/(?:tcp|udp)\/|[<>]&\s?\d|\d>&\d|\{[a-z0-9_]{2,12},[^,}\s]{1,60}[/.-][^}\s]{0,60}\}|%comspec%|\bcmd(?:\.exe)?["^]?\s{0,3}\/[a-z]\b|\bpowershell(?:\.exe)?\s[^;&|]{0,60}-(?:e\w{0,13}|c(?:ommand)?|nop\w{0,8}|w(?:indowstyle)?)\s(?![a-z]{2,12}(?:$|\s[a-z]{2,12}$))|\binvoke-(?:expression|webrequest|command)\b|\bdownloadstring\s*\(|<<<\s*["'$\w]|\b(?:base64|xxd)\s+-d\w*\s*\||[|]\s*(?:ba|z|da|k|c)?sh\b\s*(?:$|[;&|#"'])|>\s?\/(?:dev\/null|tmp\/|var\/|etc\/|home\/)|\bwget\s+(?:-\w+\s+){0,4}https?:|\bcurl\s+(?:-\w+\s+){0,4}["']?https?:|\$\{\w{1,12}(?::\d|[#%/]{1,2})|\{-?[a-z]{1,8},-?[a-z]{1,8}\}[a-z]|[a-z]\{[a-z]{1,8},[a-z]{1,8}\}|(?:[;\n]|^)\s{0,8}\.(?:shell|system|databases)\b|\{,\$?"?[a-z/]|\{[a-z/?*]{2,24},\}|\d<?>\$\w|\$\[\s*\d+\s*[-+*]/i

function oddityIn(text: string): Seen | undefined {
  const found = oddities.exec(text)
  if (!found) return undefined
  const from = found.index
  return {
    strength: 0.75,
    why: 'syntax that only a shell has',
    shape: 'o',
    where: [from, from + found[0].length],
  }
}

/** A command as the text that a program hands to a shell. */
function calledIn(text: string): Seen | undefined {
  const found =
    /\b(?:system|exec|eval|passthru|shell_exec|popen|proc_open|spawn|execsync|subprocess\.\w{3,12})\s{0,2}\(\s{0,2}\[?["'`]/i.exec(
      text,
    )
  if (!found) return undefined
  const to = found.index + found[0].length
  if (commandAt(text, to, true).strength === 0) return undefined
  return {
    strength: 0.75,
    why: 'a command handed to a shell',
    shape: 'f(',
    where: [found.index, to],
  }
}

const target =
  /(?:^|\s)(?:-[a-z-]{1,12}\s+)*["']?(?:\/(?:etc|bin|usr|proc|dev|var|tmp|root|home|boot|sys|opt)\b|[a-z]:[\\/]|https?:\/\/|\*|\.\.?\/)/i
/** An option and one plain word, as people look it up. */
const asked =
  /^\s+-[a-z]{1,14}\s+(?:help|syntax|example|examples|tutorial|option|options|meaning|usage|guide)\s*$/i
const option = /^\s+(?:-{1,2}[a-z]|\/[a-z]{1,4}\b)/i

/** The whole text as a command line, with an option or a file of the system to be told from a sentence. */
function wholeIn(text: string): Seen | undefined {
  const { strength, word } = commandAt(text, 0, true)
  const isCut = ';|&'.includes(word.end || ' ') && strength >= 0.75
  if (isCut)
    return {
      strength: 0.6,
      why: `a command and a separator: ${word.text.slice(0, 24)}`,
      shape: 'c;',
      where: [0, word.to],
    }
  if (strength < 0.6 || word.end !== ' ') return undefined
  const rest = text.slice(word.to, word.to + 120)
  if (!target.test(rest) && !(option.test(rest) && strength >= 0.8 && !asked.test(rest)))
    return undefined
  return {
    strength: Math.min(0.65, strength),
    why: `a whole command line: ${word.text.slice(0, 24)}`,
    shape: 'c',
    where: [0, word.to],
  }
}
