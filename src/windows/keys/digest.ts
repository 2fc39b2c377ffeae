import type { Event } from '../../event/event.ts'
import { mix } from './hash-index.ts'
import { fieldReader } from '../need.ts'
import type { Identity } from '../stores/store.ts'

/** The value of a measured field as 64 bits, seeded: nobody can prepare values that fall together. */
export class Digest implements Identity {
  readonly field: string
  present = false
  text = ''
  high = 0
  low = 0
  readonly #read: (event: Event) => string | number | undefined
  readonly #seed: number
  readonly #factor: number

  constructor(field: string, seed: number) {
    this.field = field
    this.#read = fieldReader(field)
    this.#seed = mix(seed + 1)
    this.#factor = mix(seed + 2) | 1
  }

  read(event: Event): void {
    const value = this.#read(event)
    const was = this.present
    this.present = value !== undefined
    if (value === undefined) return
    const text = typeof value === 'string' ? value : String(value)
    if (was && text === this.text) return
    this.text = text
    this.#hash(text)
  }

  #hash(text: string): void {
    let high = this.#seed
    let low = ~this.#seed
    for (let i = 0; i < text.length; i++) {
      const char = text.charCodeAt(i)
      high = Math.imul(high ^ char, this.#factor)
      high ^= high >>> 15
      low = Math.imul(low + char, this.#factor) ^ (low >>> 17)
    }
    this.high = mix(high ^ text.length) >>> 0
    this.low = mix(low ^ high) >>> 0
  }

  /** Lets go of the text at hand, which may share memory with a chunk. */
  forget(): void {
    this.present = false
    this.text = ''
  }
}
