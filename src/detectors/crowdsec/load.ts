import { basename } from 'node:path'
import { LineCounter, type Node, parseAllDocuments, type Scalar } from 'yaml'
import type { Detector } from '../../contract/detector.ts'
import type { Mistake } from '../rules/mistakes.ts'
import { Reader } from '../rules/sigma-reader.ts'
import { Builder } from './build.ts'
import { createCrowdsec } from './detector.ts'
import { otherKind, placeOf } from './document.ts'
import { type DataFile, readDataFile } from './expressions/data-files.ts'
import { Program } from './expressions/facts.ts'
import { type Draft, readDraft } from './read.ts'
import type { Scenario } from './scenario.ts'

/** A file of a hub: scenarios end in .yaml or .yml, all others are data that they name. */
export interface CrowdsecFile {
  readonly name: string
  readonly text: string
}

/** A document that is right but cannot be run here, and why. */
export interface Unsupported {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** Its name; that of the file for what is no scenario. */
  readonly name: string
  readonly reason: string
}

export interface CrowdsecOptions {
  /** Run what is right when other files have mistakes. */
  readonly keepGoing?: boolean
  /** Names of scenarios to leave out. */
  readonly disable?: readonly string[]
}

export interface LoadedCrowdsec {
  /** One detector that runs all scenarios; none when there is nothing to run. */
  readonly detectors: readonly Detector[]
  readonly scenarios: readonly Scenario[]
  readonly unsupported: readonly Unsupported[]
  readonly mistakes: readonly Mistake[]
}

interface Shared {
  readonly program: Program
  readonly data: ReadonlyMap<string, DataFile>
  /** How many scenarios have a name. */
  readonly names: Map<string, number>
  readonly disable: readonly string[]
}

/** Reads scenarios of CrowdSec with their data. A file with a mistake gives no scenario. */
export function loadCrowdsec(
  files: readonly CrowdsecFile[],
  { keepGoing = false, disable = [] }: CrowdsecOptions = {},
): LoadedCrowdsec {
  const data = files.filter(({ name }) => !isYaml(name)).map(dataOf)
  const shared: Shared = {
    program: new Program(),
    data: new Map(data.map((file) => [file.name, file])),
    names: new Map(),
    disable,
  }
  const loads = files
    .filter(({ name }) => isYaml(name))
    .map((file) => new FileLoad(file, shared).load())
  const mistakes = loads.flatMap((one) => one.mistakes)
  const right = loads.flatMap((one) => (one.mistakes.length > 0 ? [] : one.scenarios))
  const scenarios = keepGoing || mistakes.length === 0 ? right : []
  return {
    detectors: scenarios.length > 0 ? [createCrowdsec(scenarios, shared.program)] : [],
    scenarios,
    unsupported: loads.flatMap((one) => one.unsupported),
    mistakes,
  }
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/.test(name)
}

function dataOf({ name, text }: CrowdsecFile): DataFile {
  return readDataFile(basename(name), text)
}

/** Reads one file. */
class FileLoad {
  readonly unsupported: Unsupported[] = []
  readonly scenarios: Scenario[] = []
  readonly #file: CrowdsecFile
  readonly #shared: Shared
  readonly #lines = new LineCounter()
  readonly #reader: Reader

  constructor(file: CrowdsecFile, shared: Shared) {
    this.#file = file
    this.#shared = shared
    this.#reader = new Reader(file.name, this.#lines)
  }

  get mistakes(): readonly Mistake[] {
    return this.#reader.mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column)
  }

  load(): this {
    const { text, name } = this.#file
    const parsed = parseAllDocuments(text, { lineCounter: this.#lines, prettyErrors: false })
    for (const { errors, contents } of Array.isArray(parsed) ? parsed : []) {
      for (const error of errors) this.#reader.fail(error.pos[0], error.message)
      if (errors.length > 0 || contents === null) continue
      const other = otherKind(contents)
      if (other === undefined) this.#scenario(contents)
      else this.#refuse(contents.range[0], name, other)
    }
    return this
  }

  #scenario(node: Node): void {
    const draft = readDraft(this.#reader, node)
    if (!draft || this.#shared.disable.includes(draft.name)) return
    const builder = new Builder(this.#shared.program, this.#dataFor(draft))
    const scenario = builder.build({ ...draft, name: this.#nameFor(draft) })
    for (const { at, what, near, node: where } of builder.mistakes)
      this.#reader.fail(this.#place(where, at), what, near)
    const [lack] = builder.lacks
    if (builder.mistakes.length > 0) return
    if (!lack) this.scenarios.push(scenario)
    else {
      const hint = lack.near === '' ? '' : `, nearest is '${lack.near}'`
      this.#refuse(this.#place(lack.node, lack.at), draft.name, lack.what + hint)
    }
  }

  /** Data under the names by which a scenario calls it. */
  #dataFor({ data }: Draft): ReadonlyMap<string, DataFile> {
    const files = this.#shared.data
    const own = [...data].flatMap(([name, source]) => {
      const file = files.get(name) ?? files.get(source)
      return file ? [[name, file] as const] : []
    })
    return new Map([...files, ...own])
  }

  /** Scenarios may share a name; what they remember must not. */
  #nameFor({ name }: Draft): string {
    const { names } = this.#shared
    const count = (names.get(name) ?? 0) + 1
    names.set(name, count)
    return count === 1 ? name : `${name}/${count}`
  }

  #place(node: Node, at: number): number {
    return placeOf(this.#file.text, node as Scalar<string>, at)
  }

  #refuse(offset: number, name: string, reason: string): void {
    const { line, col } = this.#lines.linePos(offset)
    const place = { line: line || 1, column: col || 1 }
    this.unsupported.push({ file: this.#file.name, ...place, name, reason })
  }
}
