import { readFileSync } from 'node:fs'
import type { RuleText } from './family.ts'

/** A file with one character per byte. */
export function read(path: string): RuleText {
  return { name: path.replaceAll('\\', '/'), text: readFileSync(path, 'latin1') }
}

/** Its text where files are UTF-8. */
export function utf8({ text }: RuleText): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}
