import type { Event } from '../../event/event.ts'
import { readAddress, writeColons, writeDotted } from './address.ts'
import { fieldReader } from '../need.ts'
import { Texts, Wides } from './pools.ts'

/** How the value of a key field is kept: 32 bits of an address, or a number in a pool. */
export const missing = 0
export const address = 1
export const wide = 2
export const written = 3

/** Everything that keys are made of, shared by all tables. */
export class Values {
  readonly texts: Texts = new Texts()
  readonly wides: Wides

  constructor(seed: number) {
    this.wides = new Wides(seed)
  }

  keep(kind: number, word: number): void {
    if (kind === written) this.texts.keep(word)
    else if (kind === wide) this.wides.keep(word)
  }

  release(kind: number, word: number): void {
    if (kind === written) this.texts.release(word)
    else if (kind === wide) this.wides.release(word)
  }

  text(kind: number, word: number): string {
    if (kind === address) return writeDotted(word)
    return kind === wide ? writeColons(this.wides.words(word)) : this.texts.text(word)
  }
}

const words = new Uint32Array(4)

/** One field of the event at hand, as keys keep it. */
export class Field {
  readonly name: string
  kind: number = missing
  /** Address bits, or number in the pool of the kind; unsigned 32 bits. */
  word = 0
  /** Times that another value came. */
  version = 0
  readonly #values: Values
  readonly #read: (event: Event) => string | number | undefined
  #text = ''

  constructor(name: string, values: Values) {
    this.name = name
    this.#values = values
    this.#read = fieldReader(name)
  }

  read(event: Event): void {
    const value = this.#read(event)
    if (value === this.#text && this.kind !== missing) return
    const text = typeof value === 'string' ? value : value === undefined ? '' : String(value)
    if (value === undefined || this.kind === missing || text !== this.#text)
      this.#take(text, value === undefined)
  }

  #take(text: string, isMissing: boolean): void {
    this.forget()
    this.version++
    if (isMissing) return
    this.#text = text
    const family = readAddress(text, words)
    this.kind = family === 4 ? address : family === 6 ? wide : written
    if (family === 4) this.word = words[0]!
    else this.word = family === 6 ? this.#values.wides.hold(words) : this.#values.texts.hold(text)
  }

  /** Lets go of the value at hand. */
  forget(): void {
    this.#values.release(this.kind, this.word)
    this.kind = missing
    this.word = 0
    this.#text = ''
  }
}
