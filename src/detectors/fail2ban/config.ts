import { nearest } from '../../text/nearest.ts'
import type { Mistake } from '../rules/mistakes.ts'
import { type Option, readIni, type Sections } from './ini.ts'

export interface Fail2banFile {
  /** Path, as 'filter.d/apache-auth.conf'. */
  readonly name: string
  readonly text: string
}

/** Values are not filled in deeper, nor longer, than this: longer ones were made to be. */
const deepest = 40
const longest = 1 << 18

/** The files of a configuration: they include each other, and .local ones come behind .conf ones. */
export class Files {
  readonly mistakes: Mistake[]
  readonly #files: ReadonlyMap<string, Fail2banFile>
  readonly #read = new Map<string, Sections>()

  constructor(files: readonly Fail2banFile[], mistakes: Mistake[]) {
    this.#files = new Map(files.map((file) => [file.name, file]))
    this.mistakes = mistakes
  }

  /** Files that others include: common parts, not filters of their own. */
  included(): ReadonlySet<string> {
    const found = new Set<string>()
    for (const file of this.#files.values()) {
      const options = this.#sectionsOf(file).get('INCLUDES')
      for (const option of [options?.get('before'), options?.get('after')])
        for (const name of this.#included(file, option, false)) found.add(name)
    }
    return found
  }

  /** What a file says with all that it includes. */
  merged(name: string): Sections {
    const into: Sections = new Map()
    this.#merge(name, into, [])
    return into
  }

  #merge(name: string, into: Sections, above: readonly string[]): void {
    const file = this.#files.get(name)
    if (file === undefined || above.includes(name)) return
    const own = this.#sectionsOf(file)
    const includes = own.get('INCLUDES')
    for (const other of this.#included(file, includes?.get('before'), true))
      this.#merge(other, into, [...above, name])
    for (const [section, options] of own) {
      const known = into.get(section) ?? new Map<string, Option>()
      into.set(section, known)
      for (const [option, value] of options) {
        const before = known.get(option)
        if (before) known.set(`known/${option}`, before)
        known.set(option, value)
      }
    }
    for (const other of this.#included(file, includes?.get('after'), false))
      this.#merge(other, into, [...above, name])
    if (name.endsWith('.conf')) this.#merge(name.replace(/conf$/, 'local'), into, [...above, name])
  }

  #sectionsOf(file: Fail2banFile): Sections {
    const known = this.#read.get(file.name)
    if (known) return known
    const sections = readIni(file, this.mistakes)
    this.#read.set(file.name, sections)
    return sections
  }

  /** Files that an option names, beside the file that it stands in. */
  #included(file: Fail2banFile, option: Option | undefined, isNeeded: boolean): string[] {
    if (option === undefined) return []
    const folder = file.name.slice(0, file.name.lastIndexOf('/') + 1)
    return option.value.split(/\s+/).flatMap((name) => {
      if (name === '') return []
      const path = `${folder}${name}`
      if (this.#files.has(path)) return path
      if (isNeeded && name.endsWith('.conf'))
        this.fail(option, `'${path}' is not there`, nearest(path, this.#files.keys()))
      return []
    })
  }

  fail({ file, line, column }: Option, what: string, near = ''): void {
    const isKnown = this.mistakes.some(
      (one) => one.file === file && one.line === line && one.what === what,
    )
    if (!isKnown) this.mistakes.push({ file, line, column, what, nearest: near })
  }
}

/** The options of one section, filled in: with the defaults, the other sections, and what is given from outside. */
export class Values {
  readonly #files: Files
  readonly #sections: Sections
  readonly #section: string
  readonly #given: ReadonlyMap<string, string>
  /** Characters filled in for the value at hand. */
  #size = 0

  constructor(
    files: Files,
    sections: Sections,
    { section, given }: { section: string; given: ReadonlyMap<string, string> },
  ) {
    this.#files = files
    this.#sections = sections
    this.#section = section
    this.#given = given
  }

  option(name: string): Option | undefined {
    return this.#sections.get(this.#section)?.get(name) ?? this.#sections.get('DEFAULT')?.get(name)
  }

  /** A value with `%(…)s` and `<…>` filled in; undefined when there is none. */
  get(name: string): string | undefined {
    const given = this.#given.get(name)
    const option = this.option(name)
    if (given === undefined && option === undefined) return undefined
    const place = option ?? { value: '', file: '', line: 1, column: 1 }
    this.#size = 0
    return this.#tagged(this.#filled(given ?? place.value, place, 0), place)
  }

  /** `%(name)s` and `%(section/name)s` stand for other options, `%%` for a percent sign. */
  #filled(text: string, place: Option, depth: number): string {
    if (!text.includes('%')) return text
    if (depth > deepest) {
      this.#files.fail(place, 'its names stand for each other without end')
      return ''
    }
    return text.replace(/%(?:%|\(([^)]*)\)s)/g, (whole, name?: string) => {
      if (name === undefined) return '%'
      if (this.#size > longest) return ''
      const other = this.#named(name.toLowerCase(), place, depth)
      if (other === undefined) {
        this.#files.fail(place, `unknown name '%(${name})s'`, nearest(name, this.#names()))
        return whole
      }
      // names that stand for others twice double at every step
      this.#size += other.length + 1
      if (this.#size > longest) this.#files.fail(place, 'it becomes too long')
      return other
    })
  }

  #named(name: string, place: Option, depth: number): string | undefined {
    const given = this.#given.get(name)
    if (given !== undefined) return given
    if (name === '__name__') return this.#section
    const option = this.#optionAt(name)
    return option && this.#filled(option.value, place, depth + 1)
  }

  #optionAt(name: string): Option | undefined {
    const own = this.option(name)
    const slash = name.indexOf('/')
    if (own || slash < 0) return own
    const [section, other] = [name.slice(0, slash).toLowerCase(), name.slice(slash + 1)]
    // what was known before this file may be a default
    if (section === 'known') return this.#sections.get('DEFAULT')?.get(other)
    const found = [...this.#sections.keys()].find((one) => one.toLowerCase() === section)
    return found === undefined ? undefined : this.#sections.get(found)?.get(other)
  }

  #names(): string[] {
    return [
      ...(this.#sections.get(this.#section)?.keys() ?? []),
      ...(this.#sections.get('DEFAULT')?.keys() ?? []),
    ]
  }

  /** `<name>` stands for an option too, the innermost first; what is none stays for the patterns to read. */
  #tagged(text: string, place: Option): string {
    let filled = text
    for (let i = 0; i < deepest; i++) {
      let isNew = false
      filled = filled.replace(
        /(\?P)?<([^\s<>=!?]+)>/g,
        (whole, group: string | undefined, name: string) => {
          const value = group === undefined ? this.#tag(name, place) : undefined
          if (value === undefined) return whole
          isNew = true
          return value
        },
      )
      if (!isNew) return filled
      if (filled.length > longest) break
    }
    this.#files.fail(place, 'its names stand for each other without end')
    return ''
  }

  #tag(name: string, place: Option): string | undefined {
    if (/^\/?(?:F-|HOST$|ADDR$|IP[46]$|CIDR$|SUBNET$|DNS$|SKIPLINES$)/.test(name)) return undefined
    return this.#named(name, place, 0) ?? this.#initial(name, place)
  }

  /** Parameters of a filter stand in a section of their own. */
  #initial(name: string, place: Option): string | undefined {
    const option = this.#sections.get('Init')?.get(name)
    return option && this.#filled(option.value, place, 1)
  }
}
