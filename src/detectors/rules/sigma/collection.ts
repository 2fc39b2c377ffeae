import { isMap, isScalar, type Node, type ParsedNode, YAMLMap } from 'yaml'

/** Keeps what `action: global` and `repeat` hand on from one document of a file to the next. */
export class Collection {
  #global: YAMLMap | undefined
  #before: YAMLMap | undefined

  /** The document with what it takes over; undefined when it is not a rule but an instruction. */
  next(contents: ParsedNode): Node | undefined {
    if (!isMap(contents)) return contents
    const document = contents as unknown as YAMLMap
    const action = document.items.find((pair) => keyOf(pair.key) === 'action')
    const word = action ? keyOf(action.value) : ''
    const own = new YAMLMap()
    own.items = document.items.filter((pair) => pair !== action)
    own.range = document.range!
    if (word === 'global') return this.#keep(own)
    if (word === 'reset') this.#global = undefined
    if (word === 'reset' && own.items.length === 0) return undefined
    const base = word === 'repeat' ? this.#before : this.#global
    this.#before = base ? merged(base, own) : own
    return this.#before
  }

  #keep(own: YAMLMap): undefined {
    this.#global = this.#global ? merged(this.#global, own) : own
  }
}

function keyOf(key: unknown): unknown {
  return isScalar(key) ? key.value : key
}

/** Both maps in one: what the second says holds, maps in them are joined in the same way. */
function merged(base: YAMLMap, over: YAMLMap): YAMLMap {
  const map = new YAMLMap()
  map.range = over.range!
  const left = [...over.items]
  for (const pair of base.items) {
    const at = left.findIndex((other) => keyOf(other.key) === keyOf(pair.key))
    const [other] = at < 0 ? [] : left.splice(at, 1)
    if (!other) map.items.push(pair)
    else if (isMap(pair.value) && isMap(other.value)) {
      const value = merged(pair.value, other.value)
      map.items.push(Object.assign(Object.create(Object.getPrototypeOf(other)), other, { value }))
    } else map.items.push(other)
  }
  map.items.push(...left)
  return map
}
