import { accessSync, constants, globSync, statSync } from 'node:fs'
import { Failure } from '../../contract/failure.ts'

/** Something that was named to be read and exists. */
export interface Place {
  readonly path: string
  /** Equal for one file under two names. */
  readonly id: string
  readonly isPipe: boolean
  /** Bytes as stored; undefined for pipes. */
  readonly size: number | undefined
}

const wild = /[*?[\]{}]/

/** What of the named things can be read, and one failure that lists all that cannot. */
export interface Found {
  readonly places: Place[]
  readonly failure: Failure | undefined
}

/**
 * The files that `paths` name; globs are opened up, in the order of their names; a file
 * named twice is read once, under the first of its names.
 * @throws Failure that lists all that cannot be read
 */
export function findPlaces(paths: readonly string[], mayBeMissing: boolean = false): Place[] {
  const { places, failure } = lookFor(paths, mayBeMissing)
  if (failure !== undefined) throw failure
  return places
}

/** The same, when what can be read is to be read all the same. */
export function lookFor(paths: readonly string[], mayBeMissing: boolean = false): Found {
  const places = new Map<string, Place>()
  const wrong: string[] = []
  for (const named of paths) {
    const found = matches(named)
    if (found.length === 0 && !mayBeMissing) wrong.push(`${named}  matches no file`)
    for (const path of found) {
      const place = look(path)
      if (typeof place !== 'string') places.set(place.id, places.get(place.id) ?? place)
      else if (mayBeMissing && place === reasons['ENOENT']) continue
      else wrong.push(`${path}  ${place}`)
    }
  }
  const failure =
    wrong.length === 0
      ? undefined
      : new Failure('TRIPLINE_E_INPUT', 'Not everything that was named can be read.', {
          where: wrong,
          hint: 'Name files that exist and that you may read, or  -  for standard input.',
        })
  return { places: [...places.values()], failure }
}

/** A path that exists is itself, whatever characters it has. */
export function matches(named: string): string[] {
  if (!wild.test(named) || statSync(named, { throwIfNoEntry: false })) return [named]
  return globSync(named)
    .filter((path) => !statSync(path, { throwIfNoEntry: false })?.isDirectory())
    .toSorted()
}

/** The place, or why it cannot be read. */
function look(path: string): Place | string {
  try {
    const stat = statSync(path)
    if (stat.isDirectory())
      return `is a directory; its files would be  ${path.replace(/\/$/, '')}/*`
    if (stat.isSocket()) return 'is a socket'
    if (stat.isBlockDevice()) return 'is a disk'
    accessSync(path, constants.R_OK)
    return {
      path,
      id: `${stat.ino}@${stat.dev}`,
      isPipe: stat.isFIFO(),
      size: stat.isFile() ? stat.size : undefined,
    }
  } catch (error) {
    return reason(error)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ELOOP: 'is a symbolic link that leads to itself',
  ENOTDIR: 'does not exist: a part of its path is no directory',
  EIO: 'cannot be read: the disk reports an error',
}

/** What a system error means, for people. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return reasons[code ?? ''] ?? `cannot be read (${code ?? message})`
}
