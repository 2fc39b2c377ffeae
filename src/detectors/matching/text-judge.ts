import type { Reason } from '../../event/finding.ts'
import { evasion } from '../../text/decoding/evasion.ts'
import { TextMemory } from '../../text/memory.ts'
import type { Conclusion } from './judgement.ts'
import { type Place, places } from './place.ts'
import type { Reading } from './reading.ts'
import type { Ready } from './ready.ts'
import type { TextAtom } from './text-atom.ts'
import { type Node, remainder, textTests } from './tree.ts'

/** A rule that a text lets hold, with what other fields still have to say; `rest` is true when nothing. */
export interface Candidate {
  readonly rule: Ready
  readonly rest: true | Node
  /** Bits of `evasion` in the text. */
  readonly evidence: number
  /** Made when first needed: it depends on the text alone. */
  reason: Reason | undefined
  /** What followed when it was last the first of those that held. */
  followed: Followed | undefined
}

/** What followed from some candidates and signs of evasion: the same follows from the same. */
export interface Followed {
  readonly held: readonly Candidate[]
  /** The last text with signs of evasion; undefined when no text has any. */
  readonly hiding: TextVerdict | undefined
  readonly evidence: number
  readonly conclusion: Conclusion
}

/** What was decided about one text at one place. */
export interface TextVerdict {
  readonly candidates: readonly Candidate[]
  /** Bits of `evasion`. */
  readonly evidence: number
  /** Tests that hold here and that rules led by other texts ask for. */
  readonly asked: readonly TextAtom[]
  /** What followed when no rule held, only signs of evasion. */
  followed: Followed | undefined
}

/** The verdict on nearly every text. */
const silence: TextVerdict = { candidates: [], evidence: 0, asked: [], followed: undefined }

const none: readonly TextAtom[] = []
/** Rules that come near in a text that is too much to look at, so that it is worth a finding. */
const crowd = 3
const mostEntries = 32_768
const mostBytes = 4_000_000

/** Judges the texts of one place, and remembers: what is decided depends on the text alone. */
export class TextJudge {
  readonly #place: Place
  readonly #reading: Reading
  /** By literal: tests that it may make true here, and the rules that they lead to. */
  readonly #byLiteral: readonly (readonly Lead[] | undefined)[]
  /** Rules that no literal leads to: they are tried on every text. */
  readonly #unled: readonly Ready[]
  /** Tests of this place in rules that texts of other places lead to. */
  readonly #asked: readonly TextAtom[]
  readonly #memory = new TextMemory<TextVerdict>(mostEntries, mostBytes)
  readonly #isRemembering: boolean
  /** Rules that the text at hand leads to. */
  readonly #ledRules: Ready[] = []
  /** What is not logged. */
  readonly #empty: TextVerdict
  /** The text before: methods and users repeat. */
  #last = ''
  #lastVerdict: TextVerdict

  constructor(place: Place, reading: Reading, rules: readonly Ready[], isRemembering: boolean) {
    this.#place = place
    this.#reading = reading
    this.#isRemembering = isRemembering
    this.#unled = rules.filter((rule) => rule.isTriedAt(place))
    this.#asked = rules.flatMap((rule) => testsAskedAt(place, rule))
    const byLiteral: Lead[][] = []
    for (const rule of rules)
      for (const test of rule.triggersAt(place))
        for (const literal of test.literals) (byLiteral[literal] ??= []).push({ rule, test })
    this.#byLiteral = byLiteral
    this.#empty = this.#decide('')
    this.#lastVerdict = this.#empty
  }

  judge(text: string): TextVerdict {
    if (text.length === 0) return this.#empty
    if (text === this.#last) return this.#lastVerdict
    let verdict = this.#isRemembering ? this.#memory.get(text) : undefined
    if (verdict === undefined) {
      verdict = this.#decide(text)
      if (this.#isRemembering) this.#memory.set(text, verdict)
    }
    this.#last = text
    this.#lastVerdict = verdict
    return verdict
  }

  #decide(text: string): TextVerdict {
    const reading = this.#reading
    reading.read(text, this.#place)
    let found: Pick<Candidate, 'rule' | 'rest'>[] | undefined
    for (const rule of this.#led()) {
      if (rule.needsProof && !rule.isLedBy(reading)) continue
      const rest = remainder(rule.tree, reading, rule.isBound)
      if (rest !== false) (found ??= []).push({ rule, rest })
    }
    const asked = this.#askedHere()
    const { evidence } = reading
    const crowded = this.#isCrowded() ? evasion.crowded : 0
    if (!found && asked.length === 0 && evidence === 0) return silence
    const candidates = (found ?? []).toSorted(byNumber).map(({ rule, rest }): Candidate => ({
      rule,
      rest,
      evidence,
      reason: undefined,
      followed: undefined,
    }))
    return { candidates, evidence: evidence | crowded, asked, followed: undefined }
  }

  /** Too much to look at, and all the literals of several attacks are there that need more than one. */
  #isCrowded(): boolean {
    const reading = this.#reading
    if ((reading.evidence & (evasion.tooLong | evasion.tooCostly)) === 0) return false
    const isNear = (rule: Ready): boolean =>
      !rule.signature.silent &&
      rule.triggersAt(this.#place).some((test) => test.clauses.length > 1 && reading.mayHold(test))
    return this.#led().filter(isNear).length >= crowd
  }

  #askedHere(): readonly TextAtom[] {
    let asked: TextAtom[] | undefined
    for (const test of this.#asked) if (this.#reading.holds(test)) (asked ??= []).push(test)
    return asked ?? none
  }

  /** Rules that a literal of the text leads to, and those that none leads to, the surest first. */
  #led(): readonly Ready[] {
    const { hits } = this.#reading
    const led = this.#ledRules
    led.length = 0
    for (let i = 0; i < hits.count; i++) {
      const leads = this.#byLiteral[hits.found[i]!]
      if (leads === undefined) continue
      for (const { rule, test } of leads)
        if (!led.includes(rule) && this.#reading.mayHold(test)) led.push(rule)
    }
    if (led.length === 0) return this.#unled
    led.push(...this.#unled)
    return led.length === 1 ? led : led.toSorted(bySureness)
  }
}

function byNumber(a: { readonly rule: Ready }, b: { readonly rule: Ready }): number {
  return a.rule.number - b.rule.number
}

function bySureness(a: Ready, b: Ready): number {
  return Number(b.isSurest) - Number(a.isSurest) || a.number - b.number
}

interface Lead {
  readonly rule: Ready
  readonly test: TextAtom
}

/** Tests of a place that a rule asks for when the text of another place led to it. */
function testsAskedAt(place: Place, rule: Ready): readonly TextAtom[] {
  const isLedElsewhere = places.some((other) => other !== place && rule.isLedAt(other))
  if (!isLedElsewhere) return []
  return textTests(rule.tree).filter(
    (test) => test.place === place || (test.place === 'request' && !rule.isBound),
  )
}
