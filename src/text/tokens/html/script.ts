import type { Danger } from './danger.ts'
import { callables, members, objects, probes, runners } from './script-words.ts'

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
  let best: Danger | undefined
  for (let at = 0; at < text.length; at++) {
    const to = pastWord(text, at)
    if (to === at) continue
    const danger = to - at > 2 && to - at < 25 ? useAt(text, at, to) : undefined
    if (danger && danger.strength > (best?.strength ?? 0)) best = danger
    if (best && best.strength > 0.7) return best
    at = to
  }
  return best ?? symbolsIn(text)
}

function pastWord(text: string, from: number): number {
  let at = from
  while (at < text.length && classes[text.charCodeAt(at) & 255] === word) at++
  return at
}

function useAt(text: string, from: number, to: number): Danger | undefined {
  if (!initials[(text.charCodeAt(from) | 32) & 255]) return undefined
  const name = text.slice(from, to).toLowerCase()
  const how = callables.has(name)
    ? calledAt(text, to, name)
    : objects.has(name)
      ? usedAt(text, to)
      : 0
  const lead = how === 0 ? '' : leadAt(text, from)
  if (lead === '' || (lead === 'start' && spoken.test(text.slice(to, to + 120)))) return undefined
  const isBroken = lead === 'broken'
  const strength = (isBroken ? 0.6 : 0.45) + how
  const why = isBroken ? 'script behind what ends a string' : 'a call or use of the page'
  return { strength, why: `${why}: ${name}`, from, to, shape: how === 0.2 ? 'f' : 'o' }
}

/** A call with words alone behind it is what people ask about: no statement goes on so. */
const spoken = /^\([^()]{0,24}\)\s+[a-z][a-z .,?!-]*$/i

const initials = new Uint8Array(256)
for (const name of [...callables, ...objects]) initials[name.charCodeAt(0)] = 1

/** What stands before a name: 'start', an operator, or an operator behind a quote, bracket or semicolon; '' when it is prose. */
function leadAt(text: string, from: number): '' | 'start' | 'operator' | 'broken' {
  let at = from - 1
  while (at >= 0 && classes[text.charCodeAt(at) & 255] === space && text.charCodeAt(at) !== 10) at--
  if (at < 0) return 'start'
  const char = text.charAt(at)
  if (char === '.') return objectBefore(text, at)
  if (!before.includes(char)) return isOperatorWord(text, at) ? 'operator' : ''
  const isPath = char === '/' && classes[text.charCodeAt(at - 1) & 255] === word
  return isPath ? '' : isBrokenAt(text, at) ? 'broken' : 'operator'
}

/** A quote, bracket or semicolon ends something shortly before, with no word between. */
function isBrokenAt(text: string, at: number): boolean {
  const stop = Math.max(0, at - 12)
  for (let i = at; i >= stop; i--) {
    if ('\'"`;)}>'.includes(text.charAt(i))) return true
    if (classes[text.charCodeAt(i) & 255] === word) return false
  }
  return false
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
function calledAt(text: string, to: number, name: string): number {
  const at = skipSpace(text, to)
  const char = text.charAt(at)
  if (char === '`') return at + 1 < text.length ? 0.2 : 0
  // `f.call(x)` is in every program; only a template calls these so that nothing else is meant
  if (isTagged(name)) return 0
  if (char === '(') return isScriptArgument(text, at + 1, at > to, runners.has(name)) ? 0.2 : 0
  if (/^(?:\?\.|\.\s?(?:call|apply|bind)\b)/.test(text.slice(at, at + 12))) return 0.2
  return at === to && isHandedOn(text, at, name) ? 0.1 : 0
}

/** Given to another function, or set to be called later. */
function isHandedOn(text: string, at: number, name: string): boolean {
  if (!');,'.includes(text.charAt(at) || 'x')) return false
  const before = at - name.length - 1
  const isArgument =
    text.charAt(before) === '(' && classes[text.charCodeAt(before - 1) & 255] === word
  return isArgument || /[=(]/.test(text.slice(at + 1, at + 60))
}

function isTagged(name: string): boolean {
  return name === 'call' || name === 'apply'
}

/** What follows the parenthesis is no word of a sentence. */
function isScriptArgument(text: string, from: number, isApart: boolean, isAny: boolean): boolean {
  const at = skipSpace(text, from)
  const char = text.charAt(at)
  if (isApart && (char === '' || !'"\'`/\\)'.includes(char))) return false
  if (isAny || !/[a-z]/i.test(char)) return true
  const name = text.slice(at, Math.min(pastWord(text, at), at + 24)).toLowerCase()
  return objects.has(name) || callables.has(name) || probes.has(name)
}

/** How surely an object of the page is used: by a member that matters, or by brackets. */
function usedAt(text: string, to: number): number {
  const at = skipSpace(text, to)
  const char = text.charAt(at)
  if (char === '[') return /\]\s*[(`[=]|["'`]\s*[+\]]/.test(text.slice(at, at + 80)) ? 0.15 : 0
  if (char !== '.') return 0
  const start = skipSpace(text, at + 1)
  const member = text.slice(start, Math.min(pastWord(text, start), start + 24)).toLowerCase()
  return members.has(member) ? 0.15 : 0
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && classes[text.charCodeAt(at) & 255] === space) at++
  return at
}

/** Script written with brackets and signs alone: calls of members, all in a row. */
function symbolsIn(text: string): Danger | undefined {
  const why = 'script written with signs alone'
  let run = 0
  let brackets = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    run = '[]()!+{}'.includes(char) ? run + 1 : 0
    brackets = run === 0 ? 0 : brackets + (char === '[' ? 1 : 0)
    if (run >= 16 && brackets > 2)
      return { strength: 0.65, why, from: i - run + 1, to: i + 1, shape: 'j' }
  }
  return undefined
}
