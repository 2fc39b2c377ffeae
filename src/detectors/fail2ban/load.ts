import type { Detector } from '../../contract/detector.ts'
import type { Mistake } from '../rules/mistakes.ts'
import { nearest } from '../../text/nearest.ts'
import { type Fail2banFile, Files, Values } from './config.ts'
import { createFail2ban } from './detector.ts'
import type { Filter } from './filter.ts'
import type { Option, Sections } from './ini.ts'
import { type Jail, kindOf, spanOf } from './jail.ts'
import { type Lack, readFilter } from './read-filter.ts'

export interface Fail2banOptions {
  /** Run what is right when other files have mistakes. */
  readonly keepGoing?: boolean
  /** Names of jails to leave out. */
  readonly disable?: readonly string[]
}

/** A filter or jail that is right but does not run here, and why. */
export interface Unsupported {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly name: string
  readonly reason: string
}

export interface LoadedFail2ban {
  /** One detector that runs all jails; none when there is nothing to run. */
  readonly detectors: readonly Detector[]
  readonly jails: readonly Jail[]
  readonly unsupported: readonly Unsupported[]
  readonly mistakes: readonly Mistake[]
}

const usual = { maxRetry: 5, findTime: 600_000, banTime: 600_000 }

/**
 * Reads filters and jails of fail2ban. Jails that are enabled run; a filter that no jail names runs with
 * fail2ban's own defaults.
 */
export function loadFail2ban(
  files: readonly Fail2banFile[],
  { keepGoing = false, disable = [] }: Fail2banOptions = {},
): LoadedFail2ban {
  const load = new Load(files)
  load.run()
  const { mistakes } = load
  const right = load.jails.filter(({ name }) => !disable.includes(name))
  const jails = keepGoing || mistakes.length === 0 ? right : []
  return {
    detectors: jails.length > 0 ? [createFail2ban(jails)] : [],
    jails,
    unsupported: load.unsupported,
    mistakes: mistakes.toSorted((a, b) =>
      a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line,
    ),
  }
}

class Load {
  readonly mistakes: Mistake[] = []
  readonly unsupported: Unsupported[] = []
  readonly jails: Jail[] = []
  readonly #paths: readonly string[]
  readonly #files: Files
  /** Paths of filters, by their names. */
  readonly #filters = new Map<string, string>()
  readonly #used = new Set<string>()
  readonly #common: ReadonlySet<string>

  constructor(files: readonly Fail2banFile[]) {
    this.#files = new Files(files, this.mistakes)
    this.#paths = files.map(({ name }) => name).filter((name) => /\.(?:conf|local)$/.test(name))
    const texts = new Map(files.map(({ name, text }) => [name, text]))
    this.#common = this.#files.included()
    for (const path of this.#paths)
      if (isFilter(path, texts.get(path)!)) this.#filters.set(nameOf(path), confOf(path))
  }

  run(): void {
    const jails = this.#jailSections()
    for (const section of jails.keys()) if (!notJails.has(section)) this.#jail(jails, section)
    for (const [name, path] of this.#filters) {
      if (this.#used.has(name) || this.#common.has(path)) continue
      const filter = this.#filter(name, path, new Map(), name)
      if (filter) this.jails.push(jailOf(name, filter, { ...usual, ignored: [] }))
    }
  }

  /** What all jail files say together, in fail2ban's order. */
  #jailSections(): Sections {
    const all: Sections = new Map()
    const paths = this.#paths.filter(
      (path) => !this.#filters.has(nameOf(path)) && /(?:^|\/)jail(?:\.|\.d\/)/.test(path),
    )
    const conf = paths
      .filter((path) => path.endsWith('.conf'))
      .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
    const locals = paths.filter((path) => path.endsWith('.local') && !paths.includes(confOf(path)))
    for (const path of [...conf, ...locals.toSorted()])
      for (const [section, options] of this.#files.merged(path)) {
        const known = all.get(section) ?? new Map<string, Option>()
        all.set(section, new Map([...known, ...options]))
      }
    return all
  }

  #jail(sections: Sections, name: string): void {
    const values = new Values(this.#files, sections, { section: name, given: new Map() })
    const wanted = readCall(values.get('filter') ?? name)
    const place = values.option('filter') ?? [...sections.get(name)!.values()][0]
    this.#used.add(wanted.name)
    if (!place) return
    if (!truths.includes((values.get('enabled') ?? 'true').toLowerCase())) {
      this.#refuse(place, name, 'the jail is not enabled')
      return
    }
    const path = this.#filters.get(wanted.name)
    if (path === undefined) {
      const near = nearest(wanted.name, this.#filters.keys()) ?? ''
      this.#files.fail(place, `there is no filter '${wanted.name}'`, near)
      return
    }
    const given = new Map([...wanted.options, ...ownOptions(values)])
    const filter = this.#filter(wanted.name, path, given, name)
    if (filter) this.#add(name, filter, values)
  }

  #add(name: string, filter: Filter, values: Values): void {
    const before = this.mistakes.length
    const settings = {
      maxRetry: this.#number(values, 'maxretry', usual.maxRetry),
      findTime: this.#span(values, 'findtime', usual.findTime),
      banTime: this.#span(values, 'bantime', usual.banTime),
      ignored: (values.get('ignoreip') ?? '').split(/[\s,]+/).filter(Boolean),
    }
    if (this.mistakes.length === before) this.jails.push(jailOf(name, filter, settings))
  }

  #filter(
    name: string,
    path: string,
    given: ReadonlyMap<string, string>,
    jail: string,
  ): Filter | undefined {
    const before = this.mistakes.length
    const sections = this.#files.merged(path)
    const values = new Values(this.#files, sections, { section: 'Definition', given })
    const lacks: Lack[] = []
    const filter = readFilter(name, values, { files: this.#files, lacks })
    for (const { option, reason } of lacks.slice(0, 1)) this.#refuse(option, jail, reason)
    return this.mistakes.length > before || lacks.length > 0 ? undefined : filter
  }

  #refuse({ file, line, column }: Option, name: string, reason: string): void {
    this.unsupported.push({ file, line, column, name, reason })
  }

  #number(values: Values, name: string, least: number): number {
    const text = values.get(name)
    const option = values.option(name)
    if (text === undefined || !option) return least
    if (/^\d{1,4}$/.test(text) && Number(text) > 0) return Number(text)
    this.#files.fail(option, `'${name}' must be a number from 1 to 9999`)
    return least
  }

  #span(values: Values, name: string, otherwise: number): number {
    const text = values.get(name)
    const option = values.option(name)
    if (text === undefined || !option) return otherwise
    const span = spanOf(text)
    if (span === undefined) this.#files.fail(option, `'${name}' must be a time like 600, 10m or 1h`)
    return span ?? otherwise
  }
}

const truths = ['true', '1', 'yes', 'on']

/** What a jail says instead of its filter. */
function ownOptions(values: Values): [string, string][] {
  return ['failregex', 'ignoreregex', 'datepattern', 'maxlines', 'usedns'].flatMap((key) => {
    const value = values.get(key)
    return value === undefined || value === '' ? [] : [[key, value] as [string, string]]
  })
}

/** Files in jail.d come behind. */
function rank(path: string): string {
  return `${path.includes('jail.d/') ? 1 : 0}${path}`
}

const notJails = new Set(['INCLUDES', 'DEFAULT', 'Definition', 'Init', 'KNOWN'])

function jailOf(
  name: string,
  filter: Filter,
  settings: Pick<Jail, 'maxRetry' | 'findTime' | 'banTime' | 'ignored'>,
): Jail {
  const [kind, topic] = kindOf(filter.name)
  return { name, filter, ...settings, kind, topic }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:conf|local)$/, '')
}

function confOf(path: string): string {
  return path.replace(/local$/, 'conf')
}

/** Files of common parts have no failregex of their own. */
function isFilter(path: string, text: string): boolean {
  if (/(?:^|\/)(?:jail(?:\.|\.d\/)|action\.d\/|fail2ban\.|paths-)/.test(path)) return false
  return /^failregex\s*[=:]/m.test(text) && /^\[Definition\]/m.test(text)
}

/** A filter with parameters: `name[mode=auth, x="y z"]`. */
function readCall(text: string): { name: string; options: Map<string, string> } {
  const [, name = text, inside = ''] = /^([^[\s]+)\s*(?:\[(.*)\])?/s.exec(text.trim()) ?? []
  const options = new Map<string, string>()
  for (const [, key, quoted, single, plain] of inside.matchAll(
    /([\w.\-/?]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\]]*))/g,
  ))
    options.set(key!.toLowerCase(), quoted ?? single ?? plain!.trim())
  return { name, options }
}
