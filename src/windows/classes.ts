import { type Marks, unmarked, type Where } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import type { Area } from '../event/request.ts'

const methods = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND']
const areas: readonly Area[] = ['', 'static', 'page', 'api']
/** What is remembered of a class is asked for by these fields alone. */
const known = new Set(['kind', 'status', 'area', 'method'])

const isOwn = ({ fields }: Where): boolean => fields?.every((field) => known.has(field)) ?? false

const isMarked = ({ fields }: Where): boolean => fields?.length === 1 && fields[0] === 'marks'

/**
 * Conditions on status, area and method alone, remembered for each combination of these that occurs:
 * there are few, and asking every condition of every event costs more than all the counting.
 */
export class Classes {
  /** Conditions that must be asked each time. */
  readonly #rest: readonly number[]
  /** Conditions on marks alone. */
  readonly #marked: readonly number[]
  readonly #wheres: readonly Where[]
  readonly #own: readonly number[]
  readonly #rows = new Map<number, Uint8Array>()

  constructor(wheres: readonly Where[]) {
    this.#wheres = wheres
    this.#own = wheres.flatMap((where, i) => (isOwn(where) ? [i] : []))
    this.#marked = wheres.flatMap((where, i) => (isMarked(where) ? [i] : []))
    this.#rest = wheres.flatMap((where, i) => (isOwn(where) || isMarked(where) ? [] : [i]))
  }

  /** Notes in `met` which conditions an event meets. */
  read(event: Event, marks: Marks, met: Uint8Array): void {
    const number = event.kind === 'request' ? classOf(event.status, event.area, event.method) : -1
    const row = this.#rows.get(number) ?? this.#learn(number, event)
    for (let i = 0; i < row.length; i++) met[this.#own[i]!] = row[i]!
    this.#ask(this.#rest, event, marks, met)
    if (marks.size > 0) this.#ask(this.#marked, event, marks, met)
    else for (let i = 0; i < this.#marked.length; i++) met[this.#marked[i]!] = 0
  }

  #ask(wheres: readonly number[], event: Event, marks: Marks, met: Uint8Array): void {
    for (let i = 0; i < wheres.length; i++)
      met[wheres[i]!] = this.#wheres[wheres[i]!]!.test(event, marks) ? 1 : 0
  }

  #learn(number: number, event: Event): Uint8Array {
    const row = Uint8Array.from(this.#own, (i) => (this.#wheres[i]!.test(event, unmarked) ? 1 : 0))
    if (number >= 0) this.#rows.set(number, row)
    return row
  }
}

/** Number of a combination, -1 for rare ones, which are not remembered. */
function classOf(status: number, area: Area, method: string): number {
  const m = methods.indexOf(method)
  return m < 0 || status < 0 || status > 999 ? -1 : (status * 8 + m) * 4 + areas.indexOf(area)
}
