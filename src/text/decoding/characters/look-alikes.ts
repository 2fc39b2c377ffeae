import { isLetter } from '../bytes.ts'
import type { TextView } from '../view.ts'
import { Character } from './utf8.ts'

/** Cyrillic and Greek letters that look like Latin ones. */
const pairs =
  'аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwӏlкkАAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХX' +
  'αaοoνvρpιiκkυuχxΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX'
const latin = new Map<number, number>()
for (let i = 0; i < pairs.length; i += 2) latin.set(pairs.charCodeAt(i), pairs.charCodeAt(i + 1))

/** Greek and Cyrillic. */
function isOther(code: number): boolean {
  return code >= 0x370 && code <= 0x52f
}

/**
 * Decides for each word whether its Cyrillic or Greek letters stand for Latin ones: when it holds Latin
 * letters too, and none of the others looks unlike all Latin ones. Pure words of these scripts stay.
 */
export class LookAlikes {
  readonly #character = new Character()
  #decidedTo = 0
  #isLatin = false

  /** A new text begins. */
  restart(): void {
    this.#decidedTo = 0
  }

  /** The ASCII code that the letter `code` at `at` stands for in its word; 0 when it is itself. */
  latin(view: TextView, at: number, code: number): number {
    if (!isOther(code)) return 0
    if (at >= this.#decidedTo) this.#decide(view, at)
    return this.#isLatin ? latin.get(code)! : 0
  }

  /** Looks at the word from its first Greek or Cyrillic letter to its end. */
  #decide(view: TextView, at: number): void {
    let hasLatin = at > 0 && isLetter(view.bytes[at - 1]!)
    let areAlike = true
    let end = at
    while (end < view.length) {
      if (isLetter(view.bytes[end]!)) {
        hasLatin = true
        end++
        continue
      }
      if (view.bytes[end]! < 0x80) break
      this.#character.read(view, end)
      if (!isOther(this.#character.code)) break
      areAlike &&= latin.has(this.#character.code)
      end += this.#character.width
    }
    this.#decidedTo = end
    this.#isLatin = hasLatin && areAlike
  }
}
