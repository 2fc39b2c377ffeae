import { BlockList, isIP } from 'node:net'
import type { Place } from '../matching/place.ts'
import { partAt } from './parameter.ts'

/** Hits that are let through. '' stands for any; texts hold one character per byte. */
export interface Exception {
  /** Name of a rule or detector. */
  readonly rule: string
  /** Template of the path as enrichment finds it: '/search', '/user/{n}'. */
  readonly route: string
  /** Name of an argument of the query, or '(path)', '(agent)', '(referrer)', '(user)', '(method)'. */
  readonly parameter: string
  /** An address or a network. */
  readonly client: string
  readonly reason: string
  /** Event time from which it does not hold any more, epoch milliseconds; Infinity for never. */
  readonly until: number
}

/** A hit that was let through. */
export interface ExceptedHit {
  readonly exception: Exception
  readonly rule: string
  readonly kind: string
  readonly seen: string
}

/** What an exception looks at besides the rule. */
export interface Circumstances {
  readonly route: string
  readonly client: string
  readonly time: number
}

interface Ready {
  readonly of: Exception
  readonly isClient: (client: string) => boolean
}

/** Exceptions at work. They hold no state but how often each was used. */
export class Exceptions {
  /** Hits that each exception has let through, in their order. */
  readonly counts: number[]
  /** Those of the event at hand. */
  hits: ExceptedHit[] = []
  readonly list: Exception[] = []
  readonly #byRule = new Map<string, Ready[]>()
  readonly #ofAny: Ready[] = []

  /** @param counts from before a restart */
  constructor(list: readonly Exception[], counts?: readonly number[]) {
    this.counts = list.map((_, i) => counts?.[i] ?? 0)
    for (const of of list) this.add(of)
  }

  /** One more; it holds from the next event on. */
  add(of: Exception): void {
    const number = this.list.push(of) - 1
    this.counts[number] ??= 0
    const ready = { of, isClient: clientTest(of.client) }
    if (of.rule === '') this.#ofAny.push(ready)
    else this.#byRule.set(of.rule, [...(this.#byRule.get(of.rule) ?? []), ready])
  }

  /** Another event follows. */
  begin(): void {
    if (this.hits.length > 0) this.hits = []
  }

  /** The exception that covers all of what a rule says of an event, wherever it stands. */
  covering(rule: string, of: Circumstances): Exception | undefined {
    return this.#find(rule, of, '')?.of
  }

  /**
   * The part of a text in which a hit is let through: '' for all of it, undefined when it is not.
   * @param offset where the hit stands in the text; -1 where that is not known
   */
  partCovered(
    rule: string,
    of: Circumstances,
    where: { readonly text: string; readonly place: Place; readonly offset: number },
  ): { readonly exception: Exception; readonly part: string } | undefined {
    const whole = this.#find(rule, of, '')
    if (whole) return { exception: whole.of, part: '' }
    if (where.offset < 0) return undefined
    const part = partAt(where.text, where.place, where.offset)
    const found = part === '' ? undefined : this.#find(rule, of, part)
    return found && { exception: found.of, part }
  }

  /** Counts and keeps a hit. */
  note(exception: Exception, hit: Omit<ExceptedHit, 'exception'>): void {
    const number = this.list.indexOf(exception)
    this.counts[number] = this.counts[number]! + 1
    this.hits.push({ exception, ...hit })
  }

  #find(rule: string, { route, client, time }: Circumstances, part: string): Ready | undefined {
    const covers = ({ of, isClient }: Ready): boolean =>
      of.parameter === part &&
      (of.route === '' || of.route === route) &&
      !(time >= of.until) &&
      isClient(client)
    return this.#byRule.get(rule)?.find(covers) ?? this.#ofAny.find(covers)
  }
}

function clientTest(client: string): (client: string) => boolean {
  if (client === '') return () => true
  const range = rangeOf(client)
  if (!range) return (one) => one === client
  const list = new BlockList()
  list.addSubnet(range.address, range.bits, range.family)
  return (one) => {
    const version = isIP(one)
    return version !== 0 && list.check(one, version === 4 ? 'ipv4' : 'ipv6')
  }
}

/** An address or a network in its parts; undefined for what is neither. */
export function rangeOf(
  text: string,
): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', size, ...more] = text.split('/')
  const version = isIP(address)
  const most = version === 4 ? 32 : 128
  const bits = size === undefined ? most : /^\d{1,3}$/.test(size) ? Number(size) : -1
  if (version === 0 || more.length > 0 || bits < 0 || bits > most) return undefined
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' }
}
