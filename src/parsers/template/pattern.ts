import type { Parser } from '../../contract/parser.ts'
import type { Fault } from '../../event/event.ts'
import type { Request } from '../../event/request.ts'
import { faultAt } from '../fields/fault.ts'
import { type Meaning, meanings } from '../fields/put.ts'
import { type Piece, Template } from './template.ts'

/** A format of one product, written with `{meaning}` for values and `{-}` for what is passed over. */
export interface PatternFormat {
  readonly name: string
  readonly about: string
  readonly sample: string
  /** The first that fits a line counts. */
  readonly patterns: readonly string[]
  /** Meanings that only this format has. */
  readonly meanings?: Readonly<Record<string, Meaning>>
  /** True when the writer escapes nothing (or in its own way, undone by `finish`). */
  readonly isRaw?: boolean
  /** A cheap first test of a line. */
  couldBe(line: string): boolean
  /** Last touch, when a value depends on another. */
  finish?(event: Request): void
}

/** The parser of a product's own format. */
export function patternParser(format: PatternFormat): Parser {
  const known: Readonly<Record<string, Meaning>> = { ...meanings, ...format.meanings }
  const templates = format.patterns.map(
    (pattern) => new Template(format.name, piecesOf(pattern, known), format.isRaw !== true),
  )
  return {
    name: format.name,
    about: format.about,
    sample: format.sample,
    parse(line) {
      if (!format.couldBe(line)) return undefined
      for (const template of templates) {
        const event = template.parse(line)
        if (event === undefined) continue
        format.finish?.(event)
        return event
      }
      return undefined
    },
    fault: (line) =>
      format.couldBe(line)
        ? farthest(templates.map((template) => template.fault(line)))
        : faultAt(format.name, line, {
            field: 'line',
            number: 1,
            expected: `a line of ${format.name}`,
            at: 0,
          }),
  }
}

function farthest(faults: readonly Fault[]): Fault {
  return faults.reduce((best, fault) => (fault.at > best.at ? fault : best))
}

function piecesOf(pattern: string, known: Readonly<Record<string, Meaning>>): readonly Piece[] {
  return pattern
    .split(/(\{[\w-]+\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const name = /^\{([\w-]+)\}$/.exec(part)?.[1] ?? ''
      return { literal: name === '' ? part : '', name, meaning: known[name] }
    })
}
