import { createHash } from 'node:crypto'

/** Bytes that a fingerprint looks at: enough to hold a time stamp, few enough to read again at any time. */
const looked = 1024

/**
 * What makes a file the same file under another name: where it lies (device and inode), and the
 * fingerprint of its first bytes for when it was copied or packed, or its inode given to another.
 */
export interface Identity {
  readonly place: string
  /** Bytes that the fingerprint covers. */
  readonly length: number
  readonly fingerprint: string
}

/** The first (unpacked) bytes of a file as they come by. */
export class Head {
  readonly #bytes = Buffer.alloc(looked)
  length = 0

  /** @param position of `bytes` in the file; bytes that do not follow the known ones are of no use */
  add(bytes: Uint8Array, position: number): void {
    const from = this.length - position
    if (this.length >= looked || from < 0 || from >= bytes.length) return
    const fresh = bytes.subarray(from, from + looked - this.length)
    this.#bytes.set(fresh, this.length)
    this.length += fresh.length
  }

  fingerprint(length: number = this.length): string {
    return createHash('sha1').update(this.#bytes.subarray(0, length)).digest('hex').slice(0, 16)
  }

  get isFull(): boolean {
    return this.length === looked
  }

  /** Whether `bytes` begin as this file did. */
  fits(bytes: Uint8Array): boolean {
    return this.#bytes.subarray(0, this.length).equals(bytes.subarray(0, this.length))
  }
}

/** `inode@device:length:fingerprint`, as a Position carries it. */
export function identityText({ place, length, fingerprint }: Identity): string {
  return `${place}:${length}:${fingerprint}`
}

export function identityOf(place: string, head: Head): Identity {
  return { place, length: head.length, fingerprint: head.fingerprint() }
}

export function readIdentity(text: string): Identity | undefined {
  const found = /^(\d+@\d+):(\d+):([0-9a-f]+)$/.exec(text)
  return found ? { place: found[1]!, length: Number(found[2]), fingerprint: found[3]! } : undefined
}

export function placeOf(stat: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${stat.ino}@${stat.dev}`
}
