import type { Event } from '../../event/event.ts'
import type { Finding, Reason } from '../../event/finding.ts'
import type { Request } from '../../event/request.ts'
import { compileCondition } from '../matching/condition.ts'
import { copy } from '../../text/copy.ts'
import { TextMemory } from '../../text/memory.ts'
import { evasionNote, evasionPoints, findingsOf, type Held } from '../matching/judgement.ts'
import { type ExplainedText, type Explaining, explainRequest } from '../matching/explain.ts'
import { type Place, places } from '../matching/place.ts'
import { evasionReason, otherReason, plainReason, reasonIn } from '../matching/reasons.ts'
import { Reading } from '../matching/reading.ts'
import { Ready } from '../matching/ready.ts'
import { Literals, type TextAtom } from '../matching/text-atom.ts'
import { type Candidate, silence, TextJudge, type TextVerdict } from '../matching/text-judge.ts'
import { decide } from '../matching/tree.ts'
import type { Signature } from './rule.ts'

/** What the signatures say about one event. */
export interface Verdict {
  /** One a kind. */
  readonly findings: readonly Finding[]
  /** Names of all rules that matched, silent ones too: correlations count them. */
  readonly marks: ReadonlySet<string>
  /** How much was done to hide what is in the event: 0 to 1. */
  readonly evasion: number
}

/** How signatures are run. */
export interface Settings {
  /** Remember what was decided about a text, within bounds. Changes nothing but speed. */
  readonly remember: boolean
}

/** Signatures at work: all their literals in one automaton, their verdicts on texts remembered. */
export class SignatureSet {
  /** Rules that no literal leads to, so that they are tried on every new text: they cost. */
  readonly costly: readonly string[]
  /** Rules that look at no text and are only counted: not run here, but where they are counted. */
  readonly predicates: ReadonlyMap<string, (event: Event) => boolean>
  /** Rules without tests of text, for requests; and those for events that are no requests. */
  readonly #plain: readonly Ready[]
  readonly #others: readonly Other[]
  readonly #reading: Reading
  /** For tests of a place other than the one that led to a rule. */
  readonly #other: Reading
  readonly #elsewhere: Readonly<Record<Place, Map<TextAtom, TextMemory<boolean>>>> = {
    target: new Map(),
    agent: new Map(),
    referrer: new Map(),
    user: new Map(),
    method: new Map(),
  }
  readonly #isRemembering: boolean
  readonly #judges: Readonly<Record<Place, TextJudge>>
  readonly #explaining: Explaining

  constructor(signatures: readonly Signature[], settings: Settings) {
    const literals = new Literals()
    const rules = signatures.map((signature, i) => new Ready(signature, i, literals))
    const counted = signatures.filter((signature, i) => signature.silent && rules[i]!.isPlain)
    this.predicates = new Map(
      counted.map((signature) => [signature.name, compileCondition(signature.condition)]),
    )
    this.#plain = rules.filter((rule) => rule.isPlain && !rule.signature.silent && rule.canHold)
    this.#others = rules
      .filter((rule) => rule.looksBeyondRequests && !rule.signature.silent)
      .map((rule) => ({ rule, test: compileCondition(rule.signature.condition) }))
    this.#isRemembering = settings.remember
    this.#reading = new Reading(literals)
    this.#other = new Reading(literals)
    this.#explaining = { rules, literals, reading: this.#reading, other: this.#other }
    this.costly = rules.filter((rule) => rule.isUnled).map((rule) => rule.signature.name)
    const judgeOf = (place: Place): TextJudge =>
      new TextJudge(place, this.#reading, rules, settings.remember)
    this.#judges = {
      target: judgeOf('target'),
      agent: judgeOf('agent'),
      referrer: judgeOf('referrer'),
      user: judgeOf('user'),
      method: judgeOf('method'),
    }
  }

  /** What the rules say about an event; undefined, without allocating, for nearly every one. */
  judge(event: Event): Verdict | undefined {
    if (event.kind !== 'request') return this.#judgeOther(event)
    const judges = this.#judges
    const target = judges.target.judge(event.target)
    const agent = judges.agent.judge(event.agent)
    const referrer = judges.referrer.judge(event.referrer)
    const user = judges.user.judge(event.user)
    const method = judges.method.judge(event.method)
    const isSilent =
      target === silence &&
      agent === silence &&
      referrer === silence &&
      user === silence &&
      method === silence
    if (isSilent && !this.#isPlainHeld(event)) return undefined
    return this.#conclude(event, { target, agent, referrer, user, method })
  }

  /** Each text of a request as the rules see it: views, literals, rules that came near and what failed. */
  explain(request: Request): readonly ExplainedText[] {
    return explainRequest(request, this.#explaining)
  }

  #isPlainHeld(event: Request): boolean {
    for (const rule of this.#plain) if (decide(rule.tree, event, isNoText)) return true
    return false
  }

  #conclude(event: Request, verdicts: Readonly<Record<Place, TextVerdict>>): Verdict | undefined {
    const held: Held[] = []
    let evidence = 0
    let hiding: Place = 'target'
    for (const place of places) {
      const verdict = verdicts[place]
      evidence |= verdict.evidence
      if (verdict.evidence !== 0) hiding = place
      for (const candidate of verdict.candidates)
        if (this.#isHeld(candidate, event, held)) {
          const reason = this.#reasonOf(candidate, event[place], place)
          held.push({ rule: candidate.rule, reason, evidence: verdict.evidence })
        }
    }
    for (const rule of this.#plain)
      if (decide(rule.tree, event, isNoText))
        held.push({ rule, reason: plainReason(rule.tree, event), evidence: 0 })
    if (held.length === 0 && evidence === 0) return undefined
    const verdict = conclude(held, event, evasionPoints(evidence))
    if (verdict.findings.length > 0) return verdict
    const reason = evasionReason(evidence, hiding, event[hiding])
    const note = evasionNote(verdict.evasion, reason, event)
    return note ? { ...verdict, findings: [note] } : verdict
  }

  /** Rules about what requests do not have: server errors, flows, metrics. */
  #judgeOther(event: Event): Verdict | undefined {
    const held = this.#others
      .filter((other) => other.test(event))
      .map(({ rule }) => ({
        rule,
        reason: otherReason(rule.signature.condition, event),
        evidence: 0,
      }))
    return held.length > 0 ? conclude(held, event, 0) : undefined
  }

  #isHeld(candidate: Candidate, event: Request, held: readonly Held[]): boolean {
    if (held.some((one) => one.rule === candidate.rule)) return false
    if (candidate.rest === true) return true
    return decide(candidate.rest, event, (test) => this.#holdsSomewhere(test, event))
  }

  #holdsSomewhere(test: TextAtom, event: Request): boolean {
    if (test.place !== 'request') return this.#holdsAt(test, test.place, event[test.place])
    return places.some((place) => this.#holdsAt(test, place, event[place]))
  }

  /** Remembered by test and place: most rules that look at two places look at methods or agents, which repeat. */
  #holdsAt(test: TextAtom, place: Place, text: string): boolean {
    const memory = this.#elsewhere[place].get(test)
    const known = memory?.get(text)
    if (known !== undefined) return known
    this.#other.read(text, place)
    const holds = this.#other.holds(test)
    if (memory) memory.set(copy(text), holds)
    else if (this.#isRemembering)
      this.#elsewhere[place].set(test, new TextMemory<boolean>(mostElsewhere, mostElsewhere * 64))
    return holds
  }

  #reasonOf(candidate: Candidate, text: string, place: Place): Reason {
    if (!candidate.reason) {
      this.#reading.read(text, place)
      candidate.reason = reasonIn(candidate.rule, this.#reading)
    }
    return candidate.reason
  }
}

/** Texts remembered for a test of another place. */
const mostElsewhere = 256

const isNoText = (): boolean => false

interface Other {
  readonly rule: Ready
  readonly test: (event: Event) => boolean
}

function conclude(held: readonly Held[], event: Event, evasion: number): Verdict {
  const spoken = held.filter((one) => !one.rule.signature.silent)
  const marks = new Set(held.map((one) => one.rule.signature.name))
  return { findings: findingsOf(spoken, event), marks, evasion }
}

/** Makes signatures ready. @throws when a regular expression is not RE2 syntax, at its first use */
export function compileSignatures(
  signatures: readonly Signature[],
  settings: Settings = { remember: true },
): SignatureSet {
  return new SignatureSet(signatures, settings)
}

export { compileCondition }
