import { nearest } from '../../text/nearest.ts'
import type { Mistake } from '../rules/mistakes.ts'
import type { Directive, Word } from './seclang/directives.ts'

/** Collects what is wrong in rule files. */
export class Mistakes {
  readonly all: Mistake[] = []

  /** @param at the word that is wrong, or its offset in the directive */
  add(directive: Directive, at: Word | number, what: string): void {
    this.#add(directive, at, what, '')
  }

  /** A name in quotes that does not exist, with the one that was probably meant. */
  unknown(directive: Directive, at: Word | number, what: string, names: Iterable<string>): void {
    const name = /'([^']*)'/.exec(what)?.[1] ?? ''
    this.#add(directive, at, what, nearest(name, names) ?? '')
  }

  #add(directive: Directive, at: Word | number, what: string, nearest: string): void {
    const place = directive.placeOf(typeof at === 'number' ? at : at.at)
    this.all.push({ file: directive.file, ...place, what, nearest })
  }
}
