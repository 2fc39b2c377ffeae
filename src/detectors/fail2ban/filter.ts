import { DateFinder } from './dates.ts'
import { type Groups, PythonPattern, type Text } from './regex/python-pattern.ts'

/** What a filter says of a line. */
export interface Match {
  /** Who failed: an address or a name; '' when the line does not say. */
  readonly host: string
  /** What stands for the failing one where that is no host. */
  readonly id: string
  readonly user: string
  /** Ties lines of one connection together; '' when it is one line. */
  readonly thread: string
  /** The line tells of a failing connection, but is none itself. */
  readonly isNoFailure: boolean
  /** What was known of the connection is to be forgotten. */
  readonly forgets: boolean
}

/** A filter of fail2ban, its names filled in and its patterns read. */
export interface Filter {
  readonly name: string
  readonly dates: DateFinder
  /** Filters with the same text look for dates alike. */
  readonly datePattern: string
  readonly prefix: PythonPattern | undefined
  readonly failures: readonly PythonPattern[]
  readonly ignored: readonly PythonPattern[]
}

/** What a filter says of a line without its date; undefined for most. @param isPossible of a failregex, by number */
export function judge(
  filter: Filter,
  text: Text,
  isPossible: (failure: number) => boolean,
): Match | undefined {
  let content = text
  let known: Groups | undefined
  if (filter.prefix) {
    known = filter.prefix.find(text)
    if (known === undefined) return undefined
    const inner = known.get('content')
    if (inner !== undefined) content = textOf(inner)
  }
  if (filter.ignored.some((pattern) => pattern.spans(text) !== undefined)) return undefined
  for (let i = 0; i < filter.failures.length; i++) {
    const found = isPossible(i) ? filter.failures[i]!.find(content) : undefined
    if (found) return matchOf(known === undefined ? found : new Map([...known, ...found]))
  }
  return undefined
}

export function textOf(text: string): Text {
  return { bytes: Buffer.from(text, 'latin1'), length: text.length, text }
}

function matchOf(groups: Groups): Match {
  const value = (name: string): string => {
    const own = groups.get(name)
    if (own !== undefined && own !== '') return own
    // other places of a pattern may hold the same: <F-ALT_USER1>
    const other = [...groups.keys()].find((key) => key.replace(/_\d+$|\d+$/, '') === `alt_${name}`)
    return (other && groups.get(other)) ?? ''
  }
  const range = value('cidr')
  const address = value('ip4') || value('ip6')
  return {
    host:
      address === ''
        ? value('dns') || value('host')
        : range === ''
          ? address
          : `${address}/${range}`,
    id: value('fid'),
    user: value('user'),
    thread: value('mlfid'),
    isNoFailure: groups.has('nofail'),
    forgets: groups.has('mlfforget') || groups.has('mlfgained'),
  }
}
