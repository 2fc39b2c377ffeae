import { BlockList, isIP } from 'node:net'
import { isUtf8 } from '../transformations/percent.ts'
import { lowercase } from '../transformations/texts.ts'
import { Missing, type Make, type Operator } from './operator.ts'
import { linesOf } from './phrases.ts'

function test(holds: (text: string) => boolean): Operator {
  return { clauses: [], holds: ({ text }) => holds(text) }
}

/** The number a text begins with; 0 when it begins with none. */
function numberIn(text: string): number {
  return Number.parseInt(text, 10) || 0
}

function compare(holds: (value: number, limit: number) => boolean): Make {
  return (argument) => {
    const limit = numberIn(argument)
    return test((text) => holds(numberIn(text), limit))
  }
}

/** A text that the value has, or has in some place. */
function found(place: (text: string, wanted: string) => number): Make {
  return (argument) => ({
    clauses: argument === '' ? [] : [[lowercase(argument).slice(0, 16)]],
    holds: ({ text }) => place(text, argument) >= 0,
    find: ({ text }) => {
      const start = place(text, argument)
      return start < 0 ? undefined : { start, end: start + argument.length }
    },
  })
}

function wordAt(text: string, word: string): number {
  const isWord = (at: number): boolean => /\w/.test(text[at] ?? '')
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!isWord(at - 1) && !isWord(at + word.length)) return at
  return -1
}

/** Bytes outside of ranges: `1-255,10`. */
function makeByteRange(argument: string): Operator {
  const isValid = new Uint8Array(256)
  for (const part of argument.split(',')) {
    const range = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part)
    const last = Number(range?.[2] ?? range?.[1])
    if (!range || last > 255) throw new Missing(`'${part.trim()}' is no range of bytes`)
    isValid.fill(1, Number(range[1]), last + 1)
  }
  return {
    clauses: [],
    holds: ({ bytes, length }) => firstOutside(bytes, length, isValid) >= 0,
    find: ({ bytes, length }) => {
      const start = firstOutside(bytes, length, isValid)
      return start < 0 ? undefined : { start, end: start + 1 }
    },
  }
}

function firstOutside(bytes: Uint8Array, length: number, isValid: Uint8Array): number {
  for (let i = 0; i < length; i++) if (isValid[bytes[i]!] === 0) return i
  return -1
}

/** Addresses and networks. @throws Missing for what is neither */
function makeNetworks(list: readonly string[]): Operator {
  const networks = new BlockList()
  for (const entry of list) {
    const [address = '', bits] = entry.split('/')
    const version = isIP(address)
    const most = version === 4 ? 32 : 128
    const length = bits === undefined ? most : Number(bits)
    if (version === 0 || !(length >= 0 && length <= most))
      throw new Missing(`'${entry}' is no address`)
    networks.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6')
  }
  return test((text) => {
    const version = isIP(text)
    return version !== 0 && networks.check(text, version === 4 ? 'ipv4' : 'ipv6')
  })
}

const networksIn = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '')

/** Operators that look at a value as a whole, by name in lower case. */
export const plainOperators: Readonly<Record<string, Make>> = {
  eq: compare((value, limit) => value === limit),
  ge: compare((value, limit) => value >= limit),
  gt: compare((value, limit) => value > limit),
  le: compare((value, limit) => value <= limit),
  lt: compare((value, limit) => value < limit),
  streq: found((text, wanted) => (text === wanted ? 0 : -1)),
  contains: found((text, wanted) => text.indexOf(wanted)),
  strmatch: found((text, wanted) => text.indexOf(wanted)),
  containsword: found(wordAt),
  beginswith: found((text, wanted) => (text.startsWith(wanted) ? 0 : -1)),
  endswith: found((text, wanted) => (text.endsWith(wanted) ? text.length - wanted.length : -1)),
  within: (argument) => test((text) => argument.includes(text)),
  unconditionalmatch: () => test(() => true),
  nomatch: () => test(() => false),
  validatebyterange: makeByteRange,
  validateurlencoding: () => test((text) => /%(?![0-9A-Fa-f]{2})/.test(text)),
  validateutf8encoding: () => test((text) => !isUtf8(text)),
  ipmatch: (argument) => makeNetworks(networksIn(argument)),
  ipmatchfromfile: (argument, read) => makeNetworks(linesOf(argument, read).flatMap(networksIn)),
}
