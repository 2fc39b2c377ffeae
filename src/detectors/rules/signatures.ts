import type { Event } from '../../event/event.ts'
import type { Entity, Finding, Reason } from '../../event/finding.ts'
import type { Request } from '../../event/request.ts'
import { compileCondition } from '../matching/condition.ts'
import { copy } from '../../text/copy.ts'
import { conclude, type Conclusion, findingsOf, type Held } from '../matching/judgement.ts'
import { type ExplainedText, type Explaining, explainRequest } from '../matching/explain.ts'
import type { Exceptions } from '../exceptions/exceptions.ts'
import { leftOf } from '../exceptions/held.ts'
import { type Place, places } from '../matching/place.ts'
import { evasionReason, otherReason, plainReason, reasonIn } from '../matching/reasons.ts'
import { Reading } from '../matching/reading.ts'
import { Ready } from '../matching/ready.ts'
import { Literals, type TextAtom } from '../matching/text-atom.ts'
import {
  type Candidate,
  type Followed,
  TextJudge,
  type TextVerdict,
} from '../matching/text-judge.ts'
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
  /** Hits that are let through. */
  readonly exceptions?: Exceptions
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
  /** Verdicts on the texts of the event at hand, in the order of `places`, and the candidates that hold. */
  readonly #verdicts: TextVerdict[] = []
  readonly #held: (Candidate & Held)[] = []
  #entity: Entity = { type: 'client', value: '' }
  /** Whether a test holds for the text of some other place of the event at hand. */
  readonly #isAsked = (test: TextAtom): boolean => {
    for (const { asked } of this.#verdicts) if (asked.includes(test)) return true
    return false
  }
  readonly #judges: Readonly<Record<Place, TextJudge>>
  readonly #explaining: () => Explaining
  readonly #exceptions: Exceptions | undefined

  constructor(signatures: readonly Signature[], settings: Settings) {
    const { rules, literals } = prepare(signatures)
    const counted = signatures.filter((signature, i) => signature.silent && rules[i]!.isPlain)
    this.predicates = new Map(
      counted.map((signature) => [signature.name, compileCondition(signature.condition)]),
    )
    this.#plain = rules.filter((rule) => rule.isPlain && !rule.signature.silent && rule.canHold)
    this.#others = rules
      .filter((rule) => rule.looksBeyondRequests && !rule.signature.silent)
      .map((rule) => ({ rule, test: compileCondition(rule.signature.condition) }))
    this.#reading = new Reading(literals)
    this.#exceptions = settings.exceptions
    this.#explaining = () => ({
      rules,
      literals,
      reading: this.#reading,
      other: new Reading(literals),
    })
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
    const verdicts = this.#verdicts
    const judges = this.#judges
    verdicts[0] = judges.target.judge(event.target)
    verdicts[1] = judges.agent.judge(event.agent)
    verdicts[2] = judges.referrer.judge(event.referrer)
    verdicts[3] = judges.user.judge(event.user)
    verdicts[4] = judges.method.judge(event.method)
    this.#held.length = 0
    let evidence = 0
    let hiding = -1
    for (let i = 0; i < verdicts.length; i++) {
      const verdict = verdicts[i]!
      if (verdict.evidence !== 0) hiding = i
      evidence |= verdict.evidence
      if (verdict.candidates.length > 0 && this.#try(verdict, i, event))
        evidence &= ~verdict.evidence
    }
    const isPlainHeld = this.#plain.length > 0 && this.#isPlainHeld(event)
    if (this.#held.length === 0 && evidence === 0 && !isPlainHeld) return undefined
    const conclusion = isPlainHeld
      ? this.#withPlain(event, evidence, hiding)
      : this.#follow(event, evidence, hiding)
    const findings =
      conclusion.outlines.length > 0 ? findingsOf(conclusion, event, this.#entityOf(event)) : none
    return { findings, marks: conclusion.marks, evasion: conclusion.evasion }
  }

  /** Each text of a request as the rules see it: views, literals, rules that came near and what failed. */
  explain(request: Request): readonly ExplainedText[] {
    return explainRequest(request, this.#explaining())
  }

  /** Adds the candidates of one text that hold for the event. @returns whether some did, and all were let through */
  #try({ candidates }: TextVerdict, at: number, event: Request): boolean {
    const place = places[at]!
    let isExcepted = false
    let isHeld = false
    for (const candidate of candidates) {
      if (this.#held.some((one) => one.rule === candidate.rule)) continue
      if (candidate.rest !== true && !decide(candidate.rest, event, this.#isAsked)) continue
      candidate.reason ??= this.#reasonOf(candidate, event[place], place, candidates.length)
      const held = this.#unexcepted(candidate as Candidate & Held, place, event)
      if (held) this.#held.push(held as Candidate & Held)
      if (held) isHeld = true
      else isExcepted = true
    }
    return isExcepted && !isHeld
  }

  /** What is left of a candidate when exceptions are taken out: it may hold elsewhere in the text still. */
  #unexcepted(candidate: Candidate & Held, place: Place, event: Request): Held | undefined {
    const exceptions = this.#exceptions
    if (!exceptions) return candidate
    const { rule } = candidate
    const { name, kind, silent } = rule.signature
    const hit = { rule: name, text: event[place], place, of: event }
    const left = leftOf<Candidate>(candidate, hit, exceptions, {
      offset: (held, text) => {
        held.reason ??= this.#reasonOf(held, text, place, 1)
        return held.reason.matched?.start ?? -1
      },
      again: (text) =>
        this.#judges[place]
          .judge(text)
          .candidates.find(
            (one) =>
              one.rule === rule && (one.rest === true || decide(one.rest, event, this.#isAsked)),
          ),
    })
    if ('held' in left) return left.held as Candidate & Held
    const { field, seen } = candidate.reason
    if (!silent) exceptions.note(left.exception, { rule: name, kind, seen: `${field}: ${seen}` })
    return undefined
  }

  /** @param of how many candidates the text has: what they cost together is bounded, whichever hold */
  #reasonOf({ rule }: Candidate, text: string, place: Place, of: number): Reason {
    const reading = this.#reading
    // a text that was just judged is still open
    if (reading.text !== text || reading.place !== place) reading.read(text, place)
    reading.share(of)
    return reasonIn(rule, reading)
  }

  #isPlainHeld(event: Request): boolean {
    for (const rule of this.#plain) if (decide(rule.tree, event, isNoText)) return true
    return false
  }

  #withPlain(event: Request, evidence: number, hiding: number): Conclusion {
    const plain = this.#plain
      .filter((rule) => decide(rule.tree, event, isNoText))
      .map((rule) => ({ rule, reason: plainReason(rule.tree, event), evidence: 0 }))
      .filter((held) => !this.#isLetThrough(held, event))
    return conclude([...this.#held, ...plain], evidence, () => hiddenIn(event, evidence, hiding))
  }

  #isLetThrough({ rule, reason }: Held, event: Request): boolean {
    const { name, kind } = rule.signature
    const exception = this.#exceptions?.covering(name, event)
    if (exception)
      this.#exceptions!.note(exception, {
        rule: name,
        kind,
        seen: `${reason.field}: ${reason.seen}`,
      })
    return exception !== undefined
  }

  /** The same texts again bring the same conclusion. */
  #follow(event: Request, evidence: number, at: number): Conclusion {
    const held = this.#held
    const hiding = at < 0 ? undefined : this.#verdicts[at]!
    const keeper = held.length > 0 ? held[0]! : hiding!
    const before = keeper.followed
    if (before && isSame(before, held, evidence, hiding)) return before.conclusion
    const conclusion = conclude(held, evidence, () => hiddenIn(event, evidence, at))
    keeper.followed = { held: held.slice(), hiding, evidence, conclusion }
    return conclusion
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
    if (held.length === 0) return undefined
    const conclusion = conclude(held, 0, () =>
      otherReason(held[0]!.rule.signature.condition, event),
    )
    const { marks, evasion } = conclusion
    return { findings: findingsOf(conclusion, event), marks, evasion }
  }

  /** Clients come in runs, and an entity is never changed. */
  #entityOf(event: Request): Entity {
    if (event.client !== this.#entity.value)
      this.#entity = { type: 'client', value: copy(event.client) }
    return this.#entity
  }
}

function isSame(
  before: Followed,
  held: readonly Candidate[],
  evidence: number,
  hiding: TextVerdict | undefined,
): boolean {
  if (before.evidence !== evidence || before.hiding !== hiding) return false
  if (before.held.length !== held.length) return false
  for (let i = 0; i < held.length; i++) if (before.held[i] !== held[i]) return false
  return true
}

function hiddenIn(event: Request, evidence: number, at: number): Reason {
  const place = places[at]!
  return evasionReason(evidence, place, event[place])
}

const none: readonly Finding[] = []
const isNoText = (): boolean => false

interface Other {
  readonly rule: Ready
  readonly test: (event: Event) => boolean
}

interface Prepared {
  readonly rules: readonly Ready[]
  readonly literals: Literals
}

/** By list of signatures: many engines run the same, and what is prepared never changes. */
const known = new WeakMap<readonly Signature[], Prepared>()

function prepare(signatures: readonly Signature[]): Prepared {
  let prepared = known.get(signatures)
  if (!prepared) {
    const literals = new Literals()
    const rules = signatures.map((signature, i) => new Ready(signature, i, literals))
    prepared = { rules, literals }
    known.set(signatures, prepared)
  }
  return prepared
}

/** Makes signatures ready. @throws when a regular expression is not RE2 syntax, at its first use */
export function compileSignatures(
  signatures: readonly Signature[],
  settings: Settings = { remember: true },
): SignatureSet {
  return new SignatureSet(signatures, settings)
}

export { compileCondition }
