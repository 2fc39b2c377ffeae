import { BlockList, isIP } from 'node:net'
import { copy } from '../../text/copy.ts'
import type { Match } from './filter.ts'
import type { Jail } from './jail.ts'

/** What was seen of one who fails: the times of the last failures, and of the connections. */
interface Saved {
  readonly times: readonly (readonly [string, readonly number[]])[]
  readonly banned: readonly (readonly [string, number])[]
  readonly threads: readonly (readonly [string, Thread])[]
  readonly evicted: number
}

interface Thread {
  host: string
  /** A failure that no host is known for yet. */
  isPending: boolean
}

/** One who failed too often. */
export interface Verdict {
  readonly who: string
  readonly count: number
  readonly since: number
}

/** Counts the failures of one jail, for at most `cap` hosts: the one that failed longest ago goes first. */
export class Failures {
  /** Hosts forgotten for want of room. */
  evicted = 0
  readonly #jail: Jail
  readonly #cap: number
  readonly #ignored: BlockList
  readonly #times: Map<string, number[]>
  /** Who is banned, until when. */
  readonly #banned: Map<string, number>
  readonly #threads: Map<string, Thread>

  constructor(jail: Jail, cap: number, saved?: unknown) {
    const state = structuredClone(saved) as Saved | undefined
    this.#jail = jail
    this.#cap = cap
    this.#ignored = rangesOf(jail.ignored)
    this.#times = new Map(state?.times.map(([who, times]) => [who, [...times]]))
    this.#banned = new Map(state?.banned)
    this.#threads = new Map(state?.threads)
    this.evicted = state?.evicted ?? 0
  }

  save(): unknown {
    const saved: Saved = {
      times: [...this.#times],
      banned: [...this.#banned],
      threads: [...this.#threads],
      evicted: this.evicted,
    }
    return structuredClone(saved)
  }

  /** Counts what a filter said of a line. */
  add(match: Match, time: number): Verdict | undefined {
    const who = match.thread === '' ? match.host || match.id : this.#whoIn(match)
    if (who === '' || (match.isNoFailure && match.thread === '') || this.#isIgnored(who))
      return undefined
    const until = this.#banned.get(who)
    if (until !== undefined && (until < 0 || until > time)) return undefined
    return this.#count(copy(who), time)
  }

  /** Who fails in a connection of several lines; '' when this line makes no failure. */
  #whoIn({ thread, host, id, isNoFailure, forgets }: Match): string {
    const known = this.#threads.get(thread)
    const who = host || id || known?.host || ''
    if (forgets) {
      this.#threads.delete(thread)
      return isNoFailure ? '' : who
    }
    const isFailure = !isNoFailure || known?.isPending === true
    const isPending = isFailure && who === ''
    this.#threads.delete(thread)
    makeRoom(this.#threads, this.#cap)
    this.#threads.set(copy(thread), { host: copy(who), isPending })
    return isFailure ? who : ''
  }

  /** So many within the time: the oldest of the last ones tells. */
  #count(who: string, time: number): Verdict | undefined {
    const { maxRetry, findTime, banTime } = this.#jail
    const times = this.#times.get(who) ?? []
    this.#times.delete(who)
    times.push(time)
    if (times.length > maxRetry) times.shift()
    const since = Math.min(...times)
    if (times.length < maxRetry || time - since > findTime) {
      this.evicted += makeRoom(this.#times, this.#cap)
      this.#times.set(who, times)
      return undefined
    }
    this.#banned.delete(who)
    makeRoom(this.#banned, this.#cap)
    this.#banned.set(who, banTime < 0 ? -1 : time + banTime)
    return { who, count: times.length, since }
  }

  #isIgnored(who: string): boolean {
    const [address] = who.split('/')
    const version = isIP(address!)
    if (version === 0) return this.#jail.ignored.includes(who)
    return this.#ignored.check(address!, version === 4 ? 'ipv4' : 'ipv6')
  }
}

/** @returns how many had to go */
function makeRoom(map: Map<string, unknown>, cap: number): number {
  if (map.size < cap) return 0
  map.delete(map.keys().next().value!)
  return 1
}

function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address, bits] = range.split('/') as [string, string | undefined]
    const version = isIP(address)
    const most = version === 4 ? 32 : 128
    const size = bits === undefined ? most : Number(bits)
    if (version > 0 && size >= 0 && size <= most)
      list.addSubnet(address, size, version === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}
