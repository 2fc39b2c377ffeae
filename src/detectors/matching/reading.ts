import { type Automaton, Hits } from '../../text/search/automaton.ts'
import type { Stretch } from '../../text/search/pattern.ts'
import { argumentsOf, extensionOf, pathOf, type Piece, queryOf } from '../../text/decoding/split.ts'
import { evasion } from '../../text/decoding/evasion.ts'
import type { TextView } from '../../text/decoding/view.ts'
import { Views } from '../../text/decoding/views.ts'
import { type Part, type Place, plusIn } from './place.ts'
import { holdsIn, type Literals, stretchIn, type TextAtom } from './text-atom.ts'

/** What reading one text may cost in patterns: bytes that they may look at, whatever the text, and per byte of it. */
const leastWork = 100_000
const workPerByte = 16

/** Where a test held: in which view, from where to where, and which bytes of the field that was. */
export interface Found {
  readonly view: TextView
  readonly stretch: Stretch
  /** Bytes of the field as logged: `[start, end)`. */
  readonly start: number
  readonly end: number
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
  readonly #automaton: Automaton | undefined
  readonly #pieceViews = new Views()
  #pieces: Partial<Record<Part, readonly Piece[]>> = {}
  #piece: Piece | undefined
  #work = 0
  #found: Found | undefined

  /** @param literals all literals of the tests to come; without them every test looks at every view */
  constructor(literals?: Literals) {
    this.#automaton = literals?.automaton
    this.hits = new Hits(literals?.texts.length ?? 0, literals?.clauses)
  }

  read(text: string, place: Place): void {
    this.text = text
    this.place = place
    const { views, hits } = this
    views.read(text, plusIn[place])
    this.evidence = views.evidence
    this.#pieces = {}
    this.#piece = undefined
    this.#work = leastWork + views.at(0).length * workPerByte
    hits.clear()
    for (let i = 0; this.#automaton && i < views.count; i++) {
      const view = views.at(i)
      this.#automaton.scan(view.bytes, view.length, hits, 1 << i)
    }
  }

  /** Whether a test holds for this text. */
  holds(test: TextAtom): boolean {
    return this.#search(test, false)
  }

  /** Where a test holds, first; undefined when it does not. */
  find(test: TextAtom): Found | undefined {
    return this.#search(test, true) ? this.#found : undefined
  }

  /** False when a literal that the test needs is not there; asked before all that costs. */
  mayHold({ atom, clauses }: TextAtom): boolean {
    if (!this.#automaton) return true
    const asked = atom.view === 'raw' ? 1 : 0xff
    for (const clause of clauses) if ((this.hits.clauses[clause]! & asked) === 0) return false
    return true
  }

  /** @param isPlaceAsked when set, the place is left in `#found` */
  #search(test: TextAtom, isPlaceAsked: boolean): boolean {
    if (!this.mayHold(test)) return false
    if (this.#automaton && test.isLiteral && !isPlaceAsked) return true
    if (test.part === 'whole') {
      if (this.#searchViews(this.views, test, this.#viewsFor(test), isPlaceAsked)) return true
      if (!test.anchored || this.place !== 'target') return false
    }
    return this.#searchPieces(test, isPlaceAsked)
  }

  /** Views that hold a literal of each of its clauses, as bits. */
  #viewsFor({ atom, clauses }: TextAtom): number {
    let present = atom.view === 'raw' ? 1 : 0xff
    if (this.#automaton) for (const clause of clauses) present &= this.hits.clauses[clause]!
    return present
  }

  #searchViews(views: Views, test: TextAtom, among: number, isPlaceAsked: boolean): boolean {
    for (let i = 0; i < views.count; i++) {
      if ((among & (1 << i)) === 0) continue
      const view = views.at(i)
      if (test.pattern && !this.#spend(view.length)) return false
      if (!holdsIn(test, view, 0, view.length)) continue
      const stretch = isPlaceAsked ? stretchIn(test, view) : undefined
      this.#found = stretch && locate(view, stretch)
      return true
    }
    return false
  }

  #searchPieces(test: TextAtom, isPlaceAsked: boolean): boolean {
    const among = test.atom.view === 'raw' ? 1 : 0xff
    const raw = this.views.at(0)
    for (const piece of this.#piecesFor(test)) {
      if (!this.#spend(piece.end - piece.start)) return false
      if (this.views.count === 1 && !isPlaceAsked) {
        // nothing is encoded, so the piece is a stretch of the raw text
        if (holdsIn(test, raw, piece.start, piece.end)) return true
        continue
      }
      if (this.#piece !== piece) {
        const isPath = test.part !== 'query' && piece.start === 0
        const plus = isPath || test.part === 'extension' ? 'none' : 'all'
        this.#pieceViews.read(this.text.slice(piece.start, piece.end), plus, piece.start)
        this.#piece = piece
      }
      if (this.#searchViews(this.#pieceViews, test, among, isPlaceAsked)) return true
    }
    return false
  }

  /** The pieces of the target that a test looks at: the one it names, or the path and each argument. */
  #piecesFor(test: TextAtom): readonly Piece[] {
    return (this.#pieces[test.part] ??= this.#split(test.part))
  }

  #split(part: Part): readonly Piece[] {
    const { text } = this
    const { length } = this.views.at(0)
    if (part === 'path') return [pathOf(text, length)]
    if (part === 'query') return [queryOf(text, length)]
    if (part === 'extension') return [extensionOf(text, length)]
    return [pathOf(text, length), ...argumentsOf(text, length)]
  }

  #spend(bytes: number): boolean {
    this.#work -= bytes
    if (this.#work >= 0) return true
    this.evidence |= evasion.tooCostly
    return false
  }
}

function locate(view: TextView, stretch: Stretch): Found {
  const { start, end } = stretch
  if (start === end) {
    const at =
      start < view.length ? view.starts[start]! : view.length > 0 ? view.ends[start - 1]! : 0
    return { view, stretch, start: at, end: at }
  }
  return { view, stretch, start: view.starts[start]!, end: view.ends[end - 1]! }
}
