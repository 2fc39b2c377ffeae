import { condense, type Condensed } from '../../text/decoding/condense.ts'
import { evasion } from '../../text/decoding/evasion.ts'
import { scannedLength, type TextView } from '../../text/decoding/view.ts'
import { mostViews, Views } from '../../text/decoding/views.ts'
import { type Automaton, Hits } from '../../text/search/automaton.ts'
import type { Span } from '../../text/search/automaton.ts'
import { type Found, foundAt } from './found.ts'
import { type Forms, isEncoded, Parts } from './forms.ts'
import { type Part, type Place, plusIn } from './place.ts'
import { isSpokenWhole, readOf, Sights } from './sights.ts'
import { holdsIn, type Literals, stretchIn, type TextAtom } from './text-atom.ts'
import { languagesIn, type Reader } from '../../text/tokens/languages.ts'
import { wholeLength } from '../../text/tokens/sight.ts'

/** What tests may look at in one text, in bytes: whatever the text, and per byte of it. */
const leastWork = 40_000
const workPerByte = 2
/** What a test costs beyond its bytes. */
const workPerTest = 16
/** What a look costs at finding a place exactly, in bytes. */
const workPerLook = 4
/** What reading a text as a language costs, in bytes for each of it. */
const workPerRead = 10
/** What it costs beyond them: a short text is read in no less. */
const workPerReading = 200
/** Share of the work that readers may do; the rest is for patterns. */
const shareOfReaders = 0.5

/** Bytes that tests may look at to decide about a text of so many; half as many again to say where they hold. */
export function mostWorkFor(length: number): number {
  return leastWork + length * workPerByte
}

/**
 * One text at one place, opened for tests: its decoding views and the literals in each. Scratch,
 * valid until the next `read`.
 */
export class Reading {
  readonly views: Views = new Views()
  readonly hits: Hits
  place: Place = 'target'
  text = ''
  /** What was done to hide something, and what was too much to look at: bits of `evasion`. */
  evidence = 0
  /** Bytes that tests of this text looked at. */
  work = 0
  readonly #automaton: Automaton | undefined
  readonly #parts = new Parts()
  readonly #sights = new Sights()
  /** Whether languages are looked for in the text as a whole too, once that was asked. */
  #isWholeRead: boolean | undefined
  /** By number of test: whether it holds here, once that was asked: 1 no, 2 yes. */
  readonly #known: Uint8Array
  #mostWork = 0
  /** What is looked at of the text: of a long one some stretches. */
  #looked = ''
  #condensed: Condensed | undefined

  /** @param literals all literals of the tests to come; without them every test looks at every view */
  constructor(literals?: Literals) {
    this.#automaton = literals?.automaton
    this.#known = new Uint8Array(literals?.tests ?? 0)
    this.hits = new Hits(literals?.texts.length ?? 0, literals?.clauses)
  }

  read(text: string, place: Place): void {
    this.text = text
    this.place = place
    const { views, hits } = this
    this.#condensed = condense(text)
    this.#looked = this.#condensed?.text ?? text
    views.read(this.#looked, plusIn[place])
    this.evidence = views.evidence
    if (this.#condensed && text.length > scannedLength) this.evidence |= evasion.tooLong
    if (this.#condensed?.isCut) this.evidence |= evasion.tooCostly
    this.#parts.clear()
    this.#known.fill(0)
    this.#sights.clear()
    this.#isWholeRead = undefined
    this.#allow(1)
    hits.clear()
    for (let i = 0; this.#automaton && i < views.count; i++) {
      const view = views.at(i)
      this.#automaton.scan(view.bytes, view.length, hits, 1 << i)
    }
  }

  /** Whether a test holds for this text. */
  holds(test: TextAtom): boolean {
    if (!this.mayHold(test)) return false
    if (!this.#automaton) return this.#search(test)
    if (test.isLiteral) return true
    const known = this.#known[test.number]!
    if (known > 0) return known === 2
    const holds = this.#search(test)
    this.#known[test.number] = holds ? 2 : 1
    return holds
  }

  /** Allows work anew, one share of so many: to find where a rule holds, whatever was done before. */
  share(shares: number): void {
    this.#known.fill(0)
    this.#allow(shares * 2)
  }

  /** Where a test holds, first; undefined when it does not. */
  find(test: TextAtom): Found | undefined {
    if (!this.mayHold(test)) return undefined
    if (test.part === 'whole' && this.#isWhole(test)) {
      const found = this.#findIn(this.views, test, this.#viewsFor(test))
      if (found) return found
      if (!test.anchored || this.place !== 'target') return undefined
    }
    return this.#findInPieces(test)
  }

  /** False when a literal that the test needs is not there; asked before all that costs. */
  mayHold({ atom, clauses }: TextAtom): boolean {
    if (!this.#automaton) return true
    const asked = atom.view === 'raw' ? 1 : 0xff
    for (const clause of clauses) if ((this.hits.clauses[clause]! & asked) === 0) return false
    return true
  }

  #allow(shares: number): void {
    this.work = 0
    this.#mostWork = Math.ceil(mostWorkFor(this.views.at(0).length) / shares)
  }

  #search(test: TextAtom): boolean {
    if (test.part === 'whole' && this.#isWhole(test)) {
      if (this.#holdsIn(test, this.#viewsFor(test))) return true
      if (!test.anchored || this.place !== 'target') return false
    }
    return this.#holdsInPieces(test)
  }

  /**
   * Whether a text is looked at as a whole too: a language is spoken in an argument, unless a bare `;` may
   * have parted it, or an equals sign what only looks like a name.
   */
  #isWhole({ reader }: TextAtom): boolean {
    if (!reader || this.place !== 'target') return true
    return (this.#isWholeRead ??= isSpokenWhole(this.views.at(0)))
  }

  /** Views that hold a literal of each of its clauses, as bits. */
  #viewsFor({ atom, clauses }: TextAtom): number {
    let present = atom.view === 'raw' ? 1 : 0xff
    if (this.#automaton) for (const clause of clauses) present &= this.hits.clauses[clause]!
    return present
  }

  #holdsIn(test: TextAtom, among: number): boolean {
    const { views } = this
    for (let i = 0; i < views.count; i++) {
      if ((among & (1 << i)) === 0) continue
      const view = views.at(i)
      if (test.reader) {
        if (this.#strengthOfView(test.reader, view, i) >= test.least) return true
        continue
      }
      if (!this.#spend(view.length)) return false
      if (holdsIn(test, view, 0, view.length)) return true
    }
    return false
  }

  #strengthOfForm(reader: Reader, forms: Forms, form: number): number {
    const at = mostViews + form
    const languages = this.#sights.languages(at)
    const isPossible = languages < 0 || (languages & (1 << reader.number)) !== 0
    if (!isPossible) return 0
    const span = { bytes: forms.bytes, from: forms.starts[form]!, to: forms.ends[form]! }
    if (languages < 0) {
      const isValue = forms.pieces[form] !== 0
      this.#sights.note(at, forms.isReadable(form) ? languagesIn(span, isValue) : 0)
      return this.#strengthOfForm(reader, forms, form)
    }
    return this.#strength(at, span, reader)
  }

  #strengthOfView(reader: Reader, view: TextView, at: number): number {
    const span = { bytes: view.bytes, from: 0, to: view.length }
    if (this.#sights.languages(at) < 0)
      this.#sights.note(at, isUnread(this.views, at) ? 0 : languagesIn(span, false))
    const isPossible = (this.#sights.languages(at) & (1 << reader.number)) !== 0
    return isPossible ? this.#strength(at, span, reader) : 0
  }

  /** How surely a stretch is a piece of a language; 0 as well when reading it would cost too much. */
  #strength(at: number, span: Span, reader: Reader): number {
    const sights = this.#sights
    if (!sights.isRead(at, reader) && !this.#spendReading(span)) return 0
    return sights.strength(at, span, reader)
  }

  #holdsInPieces(test: TextAtom): boolean {
    return this.#formIn(this.#formsFor(test), test) >= 0
  }

  /** The first form that a test holds in; -1 when there is none. */
  #formIn(forms: Forms, test: TextAtom): number {
    const isRaw = test.atom.view === 'raw'
    for (let i = 0; i < forms.count; i++) {
      if (isRaw && !forms.isRaw(i)) continue
      const from = forms.starts[i]!
      const to = forms.ends[i]!
      if (test.reader) {
        if (test.part === 'query' && forms.pieces[i] === 0) continue
        if (this.#strengthOfForm(test.reader, forms, i) >= test.least) return i
        continue
      }
      if (!this.#spend(to - from)) return -1
      if (holdsIn(test, forms, from, to)) return i
    }
    return -1
  }

  /** The pieces of the target that a test looks at: the one it names, or the path and each argument. */
  #formsFor(test: TextAtom): Forms {
    const forms = this.#parts.of(partOf(test), this.#looked, this.views)
    if (forms.isCut) this.evidence |= evasion.tooCostly
    return forms
  }

  #findIn(views: Views, test: TextAtom, among: number): Found | undefined {
    for (let i = 0; i < views.count; i++) {
      if ((among & (1 << i)) === 0 || (test.reader && isUnread(views, i))) continue
      const view = views.at(i)
      if (!this.#spend(costOf(test, view.length))) return undefined
      if (!holdsIn(test, view, 0, view.length)) continue
      const stretch = stretchIn(test, view, (this.#mostWork - this.work) / workPerLook)
      if (test.pattern) this.work += test.pattern.looks * workPerLook
      return stretch && foundAt(view, stretch, this.#condensed)
    }
    return undefined
  }

  #findInPieces(test: TextAtom): Found | undefined {
    const form = this.#formIn(this.#formsFor(test), test)
    if (form < 0) return undefined
    const views = this.#parts.viewsOf(partOf(test), this.#looked, form)
    return this.#findIn(views, test, test.atom.view === 'raw' ? 1 : 0xff)
  }

  #spendReading(span: Span): boolean {
    const { from, to } = readOf(span)
    return this.#spend(
      Math.min(to - from, wholeLength) * workPerRead + workPerReading,
      this.#mostWork * shareOfReaders,
    )
  }

  #spend(bytes: number, most: number = this.#mostWork): boolean {
    const work = this.work + bytes + workPerTest
    if (work > most) {
      this.evidence |= evasion.tooCostly
      return false
    }
    this.work = work
    return true
  }
}

/** A language is looked for in arguments one by one, where others look at the query as a whole. */
function partOf({ part, reader }: TextAtom): Part {
  return reader && part === 'query' ? 'whole' : part
}

/** The raw view of what is still encoded. */
function isUnread(views: Views, index: number): boolean {
  if (index > 0 || views.count === 1) return false
  const { bytes, length } = views.at(0)
  return isEncoded(bytes, 0, length)
}

function costOf({ reader }: TextAtom, bytes: number): number {
  return reader ? bytes * workPerRead : bytes
}
