import type { Danger } from './danger.ts'

/** Functions that show that script runs, or make it run. */
const callables = new Set([
  'alert',
  'confirm',
  'prompt',
  'eval',
  'settimeout',
  'setinterval',
  'setimmediate',
  'function',
  'execscript',
  'fetch',
  'import',
  'atob',
  'btoa',
  'unescape',
  'decodeuri',
  'decodeuricomponent',
  'importscripts',
  'msgbox',
  'xmlhttprequest',
  'activexobject',
  'print',
  'requestanimationframe',
  'queuemicrotask',
  'sendbeacon',
  'find',
  'image',
  'postmessage',
  'getscript',
  'write',
  'writeln',
  'call',
  'apply',
])
/** Those that run any text they are given. */
const runners = new Set(['eval', 'settimeout', 'setinterval', 'execscript'])
/** What a page's script has at hand. */
const objects = new Set([
  'document',
  'window',
  'self',
  'top',
  'parent',
  'frames',
  'globalthis',
  'location',
  'navigator',
  'localstorage',
  'sessionstorage',
  'this',
  'string',
  'constructor',
  'reflect',
  'array',
  'object',
  'promise',
])
const members = new Set([
  'cookie',
  'domain',
  'write',
  'writeln',
  'location',
  'href',
  'assign',
  'replace',
  'fromcharcode',
  'createelement',
  'body',
  'innerhtml',
  'outerhtml',
  'name',
  'constructor',
  'eval',
  'alert',
  'open',
  'documentelement',
  'getitem',
  'setitem',
  'sendbeacon',
  'call',
  'apply',
  'map',
  'referrer',
  'url',
  'forms',
  'getelementsbytagname',
  'getelementbyid',
  'execcommand',
  'defaultview',
  'all',
  'hash',
  'postmessage',
  'import',
])

const word = 1
const space = 2
const classes = new Uint8Array(256)
for (let code = 0; code <= 32; code++) classes[code] = space
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$')
  classes[char.charCodeAt(0)] = word
for (let code = 128; code < 256; code++) classes[code] = word

const before = '\'"`;)}>|+*/,&=([{!~:-?^%<\n\\'

/** Script that begins behind what ends a string, a statement or a tag: a call or a use of the page. */
export function scriptIn(text: string): Danger | undefined {
  let at = 0
  let best: Danger | undefined
  while (at < text.length) {
    if (classes[text.charCodeAt(at) & 255] !== word) {
      at++
      continue
    }
    const from = at
    while (at < text.length && classes[text.charCodeAt(at) & 255] === word) at++
    if (at - from > 24 || at - from < 3) continue
    const danger = useAt(text, from, at)
    if (danger && danger.strength > (best?.strength ?? 0)) best = danger
    if (best && best.strength > 0.7) return best
  }
  return best ?? symbolsIn(text)
}

function useAt(text: string, from: number, to: number): Danger | undefined {
  const first = text.charCodeAt(from) | 32
  if (!initials[first & 255]) return undefined
  const name = text.slice(from, to).toLowerCase()
  const isCallable = callables.has(name)
  if (!isCallable && !objects.has(name)) return undefined
  if ((name === 'call' || name === 'apply') && text.charAt(skipSpace(text, to)) !== '`')
    return undefined
  const lead = leadAt(text, from)
  if (lead === '') return undefined
  const how = isCallable ? calledAt(text, to, runners.has(name)) : usedAt(text, to)
  if (how === 0) return undefined
  const isBroken = lead === 'broken'
  const strength = isBroken ? 0.6 + how : 0.45 + how
  const why = isBroken
    ? `script behind what ends a string: ${name}`
    : `a call or use of the page: ${name}`
  return { strength, why, from, to, shape: isCallable ? 'f' : 'o' }
}

const initials = new Uint8Array(256)
for (const name of [...callables, ...objects]) initials[name.charCodeAt(0)] = 1

/** What stands before a name: 'start', an operator, or an operator behind a quote, bracket or semicolon; '' when it is prose. */
function leadAt(text: string, from: number): '' | 'start' | 'operator' | 'broken' {
  let at = from - 1
  while (at >= 0 && classes[text.charCodeAt(at) & 255] === space && text.charCodeAt(at) !== 10) at--
  if (at < 0) return 'start'
  const char = text.charAt(at)
  if (char === '.') return '.' === text.charAt(at - 1) ? '' : objectBefore(text, at)
  if (char === '/' && classes[text.charCodeAt(at - 1) & 255] === word) return ''
  if (!before.includes(char)) return isOperatorWord(text, at) ? 'operator' : ''
  const stop = Math.max(0, at - 12)
  for (let i = at; i >= stop; i--) {
    const code = text.charAt(i)
    if ('\'"`;)}>'.includes(code)) return 'broken'
    if (classes[text.charCodeAt(i) & 255] === word) break
  }
  return 'operator'
}

/** A member is led by what stands before its object. */
function objectBefore(text: string, at: number): '' | 'operator' {
  return classes[text.charCodeAt(at - 1) & 255] === word || ')]'.includes(text.charAt(at - 1))
    ? 'operator'
    : ''
}

function isOperatorWord(text: string, at: number): boolean {
  const start = Math.max(0, at - 8)
  return /(?:^|[^\w])(?:void|new|typeof|in|delete|await|throw|return|of|async)$/.test(
    text.slice(start, at + 1),
  )
}

/** How surely a callable is called: 0 when it is not. */
function calledAt(text: string, to: number, isRunner: boolean): number {
  const at = skipSpace(text, to)
  const char = text.charAt(at)
  const next = text.charAt(skipSpace(text, at + 1))
  if (char === '`') return next === '' ? 0 : 0.2
  if (char === '(') {
    if (at > to && !'"\'`/\\)'.includes(next || 'x')) return 0
    return isRunner || !/[a-z]/i.test(next) || isKnownWord(text, at + 1) ? 0.2 : 0
  }
  if (char === '?' && text.startsWith('?.', at)) return 0.2
  if (char === '.' && /^\.\s*(?:call|apply|bind)\b/.test(text.slice(at, at + 12))) return 0.2
  if ((char === ')' || char === ';' || char === ',') && at === to)
    return text.charAt(to + 1) === '(' || text.includes('=') ? 0.1 : 0
  return 0
}

/** An argument that is itself script. */
function isKnownWord(text: string, at: number): boolean {
  let to = skipSpace(text, at)
  const from = to
  while (to < text.length && classes[text.charCodeAt(to) & 255] === word) to++
  const name = text.slice(from, Math.min(to, from + 24)).toLowerCase()
  return (
    objects.has(name) ||
    callables.has(name) ||
    name === 'name' ||
    name === 'origin' ||
    name === 'cookie' ||
    name === 'xss' ||
    name === 'x' ||
    name === 'unescape'
  )
}

/** How surely an object of the page is used: by a member that matters, or by brackets. */
function usedAt(text: string, to: number): number {
  const at = skipSpace(text, to)
  const char = text.charAt(at)
  if (char === '[') return /\]\s*[(`[=]|["'`]\s*[+\]]/.test(text.slice(at, at + 80)) ? 0.15 : 0
  if (char !== '.') return 0
  let end = skipSpace(text, at + 1)
  const start = end
  while (end < text.length && classes[text.charCodeAt(end) & 255] === word) end++
  if (!members.has(text.slice(start, Math.min(end, start + 24)).toLowerCase())) return 0
  return 0.15
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && classes[text.charCodeAt(at) & 255] === space) at++
  return at
}

/** Script written with brackets and signs alone. */
function symbolsIn(text: string): Danger | undefined {
  let run = 0
  for (let i = 0; i < text.length; i++) {
    run = '[]()!+{}'.includes(text.charAt(i)) ? run + 1 : 0
    if (run === 16)
      return {
        strength: 0.65,
        why: 'script written with signs alone',
        from: i - 15,
        to: i + 1,
        shape: 'j',
      }
  }
  return undefined
}
