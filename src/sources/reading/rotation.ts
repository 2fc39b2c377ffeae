import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { Position } from '../../contract/source.ts'
import { contentBytes } from './bytes.ts'
import { Head, type Identity, placeOf, readIdentity } from './identity.ts'

/** A file that lies beside a log and may hold what the log held before. */
export interface Sibling {
  readonly path: string
  readonly place: string
  /** When it was last written, epoch milliseconds. */
  readonly written: number
  readonly size: number
}

/** Fewer bytes than this may begin two different files by chance. */
const telling = 64

/**
 * Files beside `path`, the longest unwritten first. By default those whose names rotation makes of its
 * name: `access.log.1`, `access.log-20261121.gz`, `access-2026-11-21.log`.
 */
export async function siblings(path: string, anyName: boolean = false): Promise<Sibling[]> {
  const folder = dirname(path)
  const name = basename(path)
  const fits = rotatedName(name)
  const found: Sibling[] = []
  for (const other of await readdir(folder).catch(() => [])) {
    if (other === name || !(anyName || fits.test(other))) continue
    const seen = await look(join(folder, other))
    if (seen !== undefined) found.push(seen)
  }
  return found.toSorted((a, b) => a.written - b.written)
}

function rotatedName(name: string): RegExp {
  const end = extname(name)
  const stem = name.slice(0, name.length - end.length)
  const [whole, first, last] = [name, stem, end].map((text) =>
    text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  )
  return new RegExp(
    `^(?:${whole}[-._]?[-.\\d_T:]+|${first}[-._][-.\\d_T:]+${last}|${whole}\\.old)(?:\\.(?:gz|zst))?$`,
  )
}

/** undefined when there is no regular file. */
export async function look(path: string): Promise<Sibling | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  if (!found?.isFile()) return undefined
  return {
    path,
    place: placeOf(found),
    written: Number(found.mtimeNs) / 1e6,
    size: Number(found.size),
  }
}

/** Whether the file at `path` has the content that `identity` speaks of. */
export async function hasContent(path: string, identity: Identity): Promise<boolean> {
  const head = await headOf(path)
  return (
    head !== undefined &&
    head.length >= identity.length &&
    head.fingerprint(identity.length) === identity.fingerprint
  )
}

/** The first unpacked bytes; undefined when they cannot be read. */
export async function headOf(path: string): Promise<Head | undefined> {
  const handle = await open(path).catch(() => undefined)
  if (handle === undefined) return undefined
  const head = new Head()
  try {
    for await (const { bytes, position } of contentBytes(handle, path, {
      position: 0,
      meter: { bytes: 0 },
    })) {
      head.add(bytes, position)
      if (head.isFull) break
    }
  } catch {
    // A damaged file is like no other; who reads it will be told.
  } finally {
    await handle.close()
  }
  return head
}

/** Where the file of `identity`, once at `path`, lies now: under another name, copied or packed. */
export async function findAgain(path: string, identity: Identity): Promise<Sibling | undefined> {
  for (const other of await siblings(path, true))
    if (other.place === identity.place && (await hasContent(other.path, identity))) return other
  return identity.length >= telling ? await findCopy(path, identity) : undefined
}

/** The file with the content of `identity` that rotation put beside `path`: the plain one while it is being packed. */
export async function findCopy(path: string, identity: Identity): Promise<Sibling | undefined> {
  const newest = (await siblings(path)).toReversed()
  const plainFirst = [
    ...newest.filter(({ path }) => !isPacked(path)),
    ...newest.filter(({ path }) => isPacked(path)),
  ]
  for (const other of plainFirst)
    if (other.place !== identity.place && (await hasContent(other.path, identity))) return other
  return undefined
}

/** Files that rotation made beside `path` after `old` and before the one that is there now. */
export async function between(path: string, old: Sibling): Promise<Sibling[]> {
  const now = await look(path)
  const later = (await siblings(path)).filter(
    (other) =>
      other.written > old.written && other.place !== old.place && other.place !== now?.place,
  )
  const plain = new Set(later.map((other) => other.path))
  return later.filter(
    (other) =>
      !isPacked(other.path) || !plain.has(other.path.slice(0, -extname(other.path).length)),
  )
}

/** By its name, for files that may not be readable yet. */
export function isPacked(path: string): boolean {
  return /\.(?:gz|zst)$/.test(path)
}

/**
 * Which of the known positions each file goes on from: by its place first, then by its content for those
 * that were copied or packed. Positions whose file is under none of `paths` are `left`.
 */
export async function assign(
  paths: readonly string[],
  known: readonly Position[],
): Promise<{ readonly starts: Map<string, Position>; readonly left: Position[] }> {
  const starts = new Map<string, Position>()
  const left = new Set(known.filter((position) => readIdentity(position.identity) !== undefined))
  for (const byPlace of [true, false])
    for (const path of left.size === 0 ? [] : paths) {
      if (starts.has(path)) continue
      const position = await found(path, left, byPlace)
      if (position === undefined) continue
      starts.set(path, position)
      left.delete(position)
    }
  return { starts, left: [...left] }
}

async function found(
  path: string,
  known: Iterable<Position>,
  byPlace: boolean,
): Promise<Position | undefined> {
  const file = await look(path)
  if (file === undefined) return undefined
  for (const position of known) {
    const identity = readIdentity(position.identity)!
    const may = byPlace ? identity.place === file.place : mayBeCopy(path, position, identity)
    if (may && (await hasContent(path, identity))) return position
  }
  return undefined
}

function mayBeCopy(path: string, position: Position, identity: Identity): boolean {
  return identity.length >= telling && root(path) === root(position.source)
}

/** The source name of a file that was once at `path`. */
export function rotatedSource(path: string): string {
  return `${path} (rotated)`
}

/** The path without what rotation adds to it. */
function root(path: string): string {
  const name = basename(path)
    .replace(/ \(rotated\)$/, '')
    .replace(/\.(?:gz|zst)$/, '')
  return join(dirname(path), name.replace(/\.old$/, '').replaceAll(/[-._]?\d[-._\dT:]*/g, ''))
}
