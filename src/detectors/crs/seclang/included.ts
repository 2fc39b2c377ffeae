import type { SecFile } from './directives.ts'

const inclusion = /^[ \t]*Include(?:Optional)?[ \t]+"?([^"\n]+)/gim

/** Files by name, as directives ask for them: by path, beside the file that asks, with `*` and `?`. */
export class Included {
  readonly #files: readonly SecFile[]

  constructor(files: readonly SecFile[]) {
    this.#files = files
  }

  /** Files of rules that no other includes, settings first, then by name. */
  entries(): readonly SecFile[] {
    const rules = this.#files.filter(({ name }) => isRules(name))
    const asked = new Set(rules.flatMap((file) => this.#asked(file)))
    const own = rules.filter((file) => !asked.has(file) && !isShadowed(file, this.#files))
    return own.toSorted(
      (a, b) => rank(a.name) - rank(b.name) || compare(lastOf(a.name), lastOf(b.name)),
    )
  }

  #asked(file: SecFile): readonly SecFile[] {
    return Array.from(file.text.matchAll(inclusion), ([, path]) =>
      this.matching(path!.trim(), file.name).filter((one) => one !== file),
    ).flat()
  }

  /** Files that a path means, seen from another file. */
  matching(path: string, from: string): readonly SecFile[] {
    const folder = from.slice(0, from.lastIndexOf('/') + 1)
    const beside = wildcards(normalized(path.startsWith('/') ? path : folder + path))
    const found = this.#files.filter(({ name }) => beside.test(normalized(name)))
    if (found.length > 0) return found.toSorted((a, b) => compare(a.name, b.name))
    // the rules may have moved since the path was written: what counts is the end of it
    const end = wildcards(path.split('/').slice(-2).join('/').replace(/^\.\//, ''), '(?:^|.*/)')
    const moved = this.#files.filter(({ name }) => end.test(name))
    return moved.toSorted((a, b) => compare(a.name, b.name))
  }

  /** A file of data that a rule names. */
  data(path: string, from: string): SecFile | undefined {
    const [found] = this.matching(path, from)
    return found ?? this.#files.find(({ name }) => lastOf(name) === lastOf(path))
  }
}

/** A name without its folders. */
function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function isRules(name: string): boolean {
  return ['.conf', '.load', 'crs-setup.conf.example'].some((end) => name.endsWith(end))
}

/** An example stands in for settings only where there are none. */
function isShadowed({ name }: SecFile, files: readonly SecFile[]): boolean {
  return name.endsWith('.example') && files.some((other) => other.name.endsWith('crs-setup.conf'))
}

function rank(name: string): number {
  if (/crs-setup|-config\.conf$/.test(name)) return 0
  if (name.endsWith('-before.conf')) return 1
  return name.endsWith('-after.conf') ? 3 : 2
}

function normalized(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/'))
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '') parts.pop()
    else if (part !== '.') parts.push(part)
  return parts.join('/')
}

function wildcards(path: string, head = '^'): RegExp {
  const source = path
    .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`${head}${source}$`)
}
