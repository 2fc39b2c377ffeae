import type { Judge } from '../../contract/detector.ts'
import type { Event } from '../../event/event.ts'
import type { Finding } from '../../event/finding.ts'
import { Request } from '../../event/request.ts'
import { copy } from '../../text/copy.ts'
import { TextMemory } from '../../text/memory.ts'
import { conclude, type Conclusion, findingOf } from './conclusion.ts'
import type { Program } from './engine/program.ts'
import { RequestValues } from './engine/request-values.ts'
import type { Held, ReadyRule } from './engine/rule.ts'
import { feeders, tells, traceless } from './engine/needed.ts'
import { isOfRequest, type Source, sourcesAsked } from './engine/pivot.ts'
import { runRule, runRules, Switches } from './engine/run.ts'
import { Sifter } from './engine/sift.ts'
import { Transaction } from './engine/transaction.ts'
import type { Reference } from './seclang/rule.ts'

/** The rules that could hold because of one text. */
interface Verdict {
  readonly rules: readonly number[]
  /** One of them would tell something. */
  readonly tells: boolean
  /** The rest of the request the last time, and what was concluded. */
  followed:
    | { readonly others: readonly string[]; readonly conclusion: Conclusion | undefined }
    | undefined
}

/** A chain whose outcome follows from what it looks at. */
interface Lone {
  readonly sources: readonly Source[]
  readonly targets: readonly Reference[]
  readonly memory: TextMemory<boolean>
}

/** Entries and characters that are remembered of each source. */
const sizes: Readonly<Record<Source, readonly [number, number]>> = {
  line: [16_384, 8_000_000],
  agent: [4096, 2_000_000],
  referrer: [8192, 4_000_000],
  host: [1024, 200_000],
  client: [4096, 400_000],
  status: [64, 1000],
  user: [1024, 200_000],
}
const nothing: Verdict = { rules: [], tells: false, followed: undefined }

/** Runs a program over requests: what was decided about a text is remembered, within bounds. */
export class RuleJudge implements Judge {
  readonly #program: Program
  readonly #sifter: Sifter
  readonly #sources: readonly (readonly [Source, TextMemory<Verdict>])[]
  readonly #values = new RequestValues(new Request())
  readonly #due: Uint8Array
  readonly #verdicts: Verdict[] = []
  readonly #lones: (Lone | null)[] = []
  readonly #traceless: ReadonlySet<ReadyRule>
  readonly #feeders: ReadonlySet<ReadyRule>
  /** Whether the values are of the request at hand. */
  #isRead = false

  constructor(program: Program) {
    this.#program = program
    this.#sifter = new Sifter(program.rules)
    this.#sources = this.#sifter.sources.map((source) => [
      source,
      new TextMemory<Verdict>(...sizes[source]),
    ])
    this.#traceless = traceless(program.rules)
    this.#feeders = feeders(program.rules)
    this.#due = new Uint8Array(program.rules.length)
  }

  score(event: Event): Finding | undefined {
    if (event.kind !== 'request') return undefined
    this.#isRead = false
    let any = this.#sifter.open.length > 0
    for (let i = 0; i < this.#sources.length; i++) {
      const verdict = this.#verdictOf(i, event)
      this.#verdicts[i] = verdict
      if (verdict.tells) any = true
    }
    if (!any) return undefined
    const conclusion = this.#follow(event)
    return conclusion && findingOf(conclusion, event)
  }

  /** Every rule that holds for a request, also those that tell nothing. */
  held(request: Request): readonly Held[] {
    this.#isRead = false
    for (let i = 0; i < this.#sources.length; i++) this.#verdicts[i] = this.#verdictOf(i, request)
    return this.#run(request).held
  }

  save(): undefined {
    return undefined
  }

  #verdictOf(at: number, request: Request): Verdict {
    const [source, memory] = this.#sources[at]!
    const text = textOf(source, request)
    if (text === '') return nothing
    const known = memory.get(text)
    if (known) return known
    this.#read(request)
    const marked = new Set<number>()
    this.#sifter.sift(source, this.#values, (rule) => marked.add(rule))
    const verdict = this.#weighed([...marked], source)
    memory.set(text, verdict)
    return verdict
  }

  /** Leaves out what would break off without a trace. */
  #weighed(marked: readonly number[], source: Source): Verdict {
    if (marked.length === 0) return { rules: marked, tells: false, followed: undefined }
    const rules: number[] = []
    let any = false
    for (const number of marked) {
      const ready = this.#program.rules[number]!
      const mayHold = this.#mayHold(number, source)
      if (mayHold && (tells(ready) || this.#feeders.has(ready))) any = true
      if (mayHold || !this.#traceless.has(ready)) rules.push(number)
    }
    return { rules, tells: any, followed: undefined }
  }

  /** Whether a rule still could hold when more is looked at than one value. */
  #mayHold(number: number, source: Source): boolean {
    const ready = this.#program.rules[number]!
    // a chain often ends where its first link held: run alone it shows at once
    const lone = this.#lone(number, ready)
    if (!lone || lone.sources.some((other) => other !== source)) return true
    const { memory, targets } = lone
    const text = targets
      .flatMap(({ collection }) => this.#values.items(collection))
      .map((item) => `${item.name}\n${item.text}`)
      .join('\n')
    const known = memory.get(text)
    if (known !== undefined) return known
    const { before, fixed } = this.#program
    const alone = new Transaction(this.#values, before, fixed)
    const holds = runRule(ready, alone, new Switches()) !== undefined
    memory.set(text, holds)
    return holds
  }

  /** What a chain that stands alone looks at; undefined for other rules. */
  #lone(number: number, ready: ReadyRule): Lone | undefined {
    const known = this.#lones[number]
    if (known !== undefined) return known ?? undefined
    const isLone = ready.links.length > 1 && ready.standsAlone
    const lone = isLone && {
      sources: sourcesAsked(ready),
      targets: ready.links.flatMap(({ targets }) => targets).filter(isOfRequest),
      memory: new TextMemory<boolean>(1024, 100_000),
    }
    this.#lones[number] = lone || null
    return lone || undefined
  }

  #read(request: Request): void {
    if (this.#isRead) return
    this.#values.reset(request)
    this.#isRead = true
  }

  /** The same request again brings the same conclusion. */
  #follow(request: Request): Conclusion | undefined {
    const keeper = this.#verdicts.find(({ tells }) => tells)
    const before = keeper?.followed
    if (before && this.#isSame(before.others, request)) return before.conclusion
    const { held, transaction } = this.#run(request)
    const conclusion = conclude(held, request, transaction)
    if (keeper)
      keeper.followed = {
        others: this.#sources.map(([source]) => copy(textOf(source, request))),
        conclusion,
      }
    return conclusion
  }

  #isSame(others: readonly string[], request: Request): boolean {
    for (let i = 0; i < others.length; i++)
      if (others[i] !== textOf(this.#sources[i]![0], request)) return false
    return true
  }

  #run(request: Request): { readonly held: readonly Held[]; readonly transaction: Transaction } {
    this.#read(request)
    const { rules, before, fixed } = this.#program
    const due = this.#due
    due.fill(0)
    for (const i of this.#sifter.open) due[i] = 1
    for (const i of this.#sifter.blind) due[i] = 1
    for (const verdict of this.#verdicts) for (const i of verdict.rules) due[i] = 1
    const transaction = new Transaction(this.#values, before, fixed)
    return { held: runRules(rules, transaction, (i) => due[i] === 1), transaction }
  }
}

function textOf(source: Source, request: Request): string {
  switch (source) {
    case 'line':
      return `${request.method} ${request.target} ${request.protocol}`
    case 'status':
      return String(request.status)
    default:
      return request[source]
  }
}
