import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { Mistake } from '../rules/mistakes.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { createProgram, type Fate } from './engine/program.ts'
import { RuleJudge } from './judge.ts'
import type { SecFile } from './seclang/directives.ts'
import { Included } from './seclang/included.ts'
import { readRuleset } from './seclang/ruleset.ts'

export interface CrsOptions {
  /** Load what can be loaded although there are mistakes. */
  readonly keepGoing?: boolean
  /** Paranoia level, 1 to 4, whatever the rules' own settings say. */
  readonly paranoia?: number
}

export interface LoadedCrs {
  /** undefined when there are mistakes and loading should not go on. */
  readonly detector: Detector | undefined
  readonly coverage: Coverage
  readonly mistakes: readonly Mistake[]
}

/** Where versions of the Core Rule Set keep their level. */
const levels = [
  'blocking_paranoia_level',
  'detection_paranoia_level',
  'paranoia_level',
  'executing_paranoia_level',
]

/**
 * Reads rules in SecLang, as the Core Rule Set is written, as one detector.
 * @param files rules and the data that they name, one character per byte; rules are read settings first,
 * then by name, those that others include where they are included
 */
export function loadCrs(files: readonly SecFile[], options: CrsOptions = {}): LoadedCrs {
  const { entries, mistakes } = readRuleset(files)
  const included = new Included(files)
  const { paranoia } = options
  const fixed = new Map(paranoia ? levels.map((name) => [name, String(paranoia)]) : [])
  const program = createProgram(entries, {
    read: (path, from) => included.data(path, from)?.text,
    fixed,
  })
  const all = [...mistakes, ...program.fates.flatMap(mistakeIn)]
  return {
    detector:
      all.length > 0 && !options.keepGoing
        ? undefined
        : defineDetector({
            name: 'crs',
            about: 'Rules in SecLang, as the Core Rule Set is written, over what a log shows.',
            options: { type: 'object' },
            needs: () => [],
            start: () => new RuleJudge(program),
          }),
    coverage: coverageOf(program),
    mistakes: all,
  }
}

/** What an operator cannot do is no mistake of who wrote the rule; a missing file is. */
function mistakeIn({ rule, wrong }: Fate): Mistake[] {
  const isTheirs = /^its file|is no (?:range|address)/.test(wrong)
  if (!isTheirs) return []
  const what = `rule ${rule.id}: ${wrong}`
  return [{ file: rule.file, line: rule.line, column: 1, what, nearest: '' }]
}
