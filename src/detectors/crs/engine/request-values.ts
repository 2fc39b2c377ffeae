import type { Request } from '../../../event/request.ts'
import { urlDecode } from '../transformations/percent.ts'

/** A field of the request that values are cut from. */
export type Field = 'target' | 'agent' | 'referrer' | 'host' | 'client' | 'status' | 'user' | ''

/** A member of a variable: its name, its value, and where in which field it stands. */
export interface Item {
  /** Lower case; '' for a plain variable. */
  readonly key: string
  readonly name: string
  readonly text: string
  readonly field: Field
  readonly start: number
  readonly end: number
}

/** What is looked at of a target; the rest is said to be too long. */
const longestTarget = 8192
/** Arguments that are looked at. */
const mostArguments = 256

const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i

/** The variables of one request, made when first asked for. */
export class RequestValues {
  #request: Request
  /** Longer than is looked at. */
  isCut = false
  #target = ''
  /** Where in the target path and query begin and end. */
  #path = 0
  #query = -1
  #end = 0
  #arguments: readonly Item[] | undefined
  #names: readonly Item[] | undefined

  constructor(request: Request) {
    this.#request = request
    this.reset(request)
  }

  reset(request: Request): void {
    this.#request = request
    this.#arguments = undefined
    this.#names = undefined
    const { target } = request
    this.isCut = target.length > longestTarget
    this.#target = this.isCut ? target.slice(0, longestTarget) : target
    const hash = this.#target.indexOf('#')
    this.#end = hash < 0 ? this.#target.length : hash
    this.#path = this.#target.startsWith('/') ? 0 : (absolute.exec(this.#target)?.[0].length ?? 0)
    const mark = this.#target.indexOf('?', this.#path)
    this.#query = mark < 0 || mark >= this.#end ? -1 : mark
  }

  /** Members of a variable that a log shows; none of any other. */
  items(collection: string): readonly Item[] {
    switch (collection) {
      case 'ARGS':
      case 'ARGS_GET':
        return (this.#arguments ??= this.#readArguments())
      case 'ARGS_NAMES':
      case 'ARGS_GET_NAMES':
        return (this.#names ??= namesOf(this.items('ARGS')))
      case 'REQUEST_HEADERS':
        return this.#headers()
      default: {
        const item = this.#single(collection)
        return item ? [item] : []
      }
    }
  }

  /** A plain variable. */
  #single(collection: string): Item | undefined {
    const request = this.#request
    const target = this.#target
    const pathEnd = this.#query < 0 ? this.#end : this.#query
    const part = (start: number, end: number): Item => ({
      ...plain('target', target.slice(start, end)),
      start,
      end,
    })
    switch (collection) {
      case 'REQUEST_LINE':
        return plain('target', `${request.method} ${target} ${request.protocol}`)
      case 'REQUEST_URI_RAW':
        return plain('target', target)
      case 'REQUEST_URI':
        return part(this.#path, this.#end)
      case 'REQUEST_FILENAME':
        return decoded(part(this.#path, pathEnd))
      case 'REQUEST_BASENAME': {
        const path = decoded(part(this.#path, pathEnd))
        const slash = Math.max(path.text.lastIndexOf('/'), path.text.lastIndexOf('\\'))
        return { ...path, text: path.text.slice(slash + 1) }
      }
      case 'QUERY_STRING':
        return part(this.#query < 0 ? this.#end : this.#query + 1, this.#end)
      case 'ARGS_COMBINED_SIZE':
        return plain(
          'target',
          String(
            this.items('ARGS').reduce((sum, one) => sum + one.name.length + one.text.length, 0),
          ),
        )
      default:
        return this.#about(collection)
    }
  }

  #about(collection: string): Item | undefined {
    const { method, protocol, client, status, user, host } = this.#request
    switch (collection) {
      case 'REQUEST_METHOD':
        return plain('', method)
      case 'REQUEST_PROTOCOL':
        return plain('', protocol)
      case 'REMOTE_ADDR':
        return plain('client', client)
      case 'RESPONSE_STATUS':
        return plain('status', String(status))
      case 'REMOTE_USER':
        return user === '' ? undefined : plain('user', user)
      case 'SERVER_NAME':
        return host === '' ? undefined : plain('host', host)
      default:
        return undefined
    }
  }

  #headers(): readonly Item[] {
    const { agent, referrer, host } = this.#request
    return [
      header('User-Agent', 'agent', agent),
      header('Referer', 'referrer', referrer),
      header('Host', 'host', host),
    ].filter(({ text }) => text !== '')
  }

  #readArguments(): Item[] {
    const found: Item[] = []
    if (this.#query < 0) return found
    for (let from = this.#query + 1; from < this.#end;) {
      const next = this.#target.indexOf('&', from)
      const end = next < 0 || next > this.#end ? this.#end : next
      if (end > from) {
        if (found.length === mostArguments) {
          this.isCut = true
          return found
        }
        found.push(this.#argument(from, end))
      }
      from = end + 1
    }
    return found
  }

  #argument(from: number, end: number): Item {
    const equals = this.#target.indexOf('=', from)
    const middle = equals < 0 || equals > end ? end : equals
    const name = urlDecode(this.#target.slice(from, middle))
    const start = Math.min(middle + 1, end)
    const text = urlDecode(this.#target.slice(start, end))
    return { key: name.toLowerCase(), name, text, field: 'target', start, end }
  }
}

/** Paths are read with their escapes decoded; a plus is no space there. */
function decoded(item: Item): Item {
  if (!item.text.includes('%')) return item
  const text = item.text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return { ...item, text }
}

function namesOf(list: readonly Item[]): Item[] {
  return list.map((one) => ({
    ...one,
    text: one.name,
    start: Math.max(0, one.start - 1 - one.name.length),
    end: Math.max(0, one.start - 1),
  }))
}

function plain(field: Field, text: string): Item {
  return { key: '', name: '', text, field, start: 0, end: text.length }
}

function header(name: string, field: Field, text: string): Item {
  return { key: name.toLowerCase(), name, text, field, start: 0, end: text.length }
}
