import type { Mistake } from '../../detectors/rules/mistakes.ts'
import { requestOf, type Results } from './results.ts'

/** One thing that a reader of a pull request should see at its line. */
export interface Remark {
  readonly rule: 'failed-test' | 'mistake' | 'not-run' | 'unnoticed-change'
  readonly level: 'error' | 'warning'
  readonly text: string
  readonly path: string
  readonly line: number
  readonly column: number
}

const rules: Readonly<Record<Remark['rule'], string>> = {
  'failed-test': 'A test of a rule came out wrong.',
  mistake: 'A rule file has a mistake.',
  'not-run': 'A rule cannot be run, so that its tests were not.',
  'unnoticed-change': 'No test of a rule notices a change of its condition.',
}

export function remarkOf({ file, line, column, what, nearest }: Mistake): Remark {
  const text = nearest === '' ? what : `${what}, nearest is '${nearest}'`
  return { rule: 'mistake', level: 'error', text, path: file, line, column }
}

/** Everything wrong, each at its line. */
export function remarksOf({ rules, failed, mistakes, notRun }: Results): readonly Remark[] {
  const failures = failed.map(({ rule, path, outcome }): Remark => {
    const { expected, got, example } = outcome
    const text = `${rule || 'case'}: expected ${expected || 'no rule'}, got ${got || 'no rule'} for ${requestOf(outcome)}`
    const { line, column } = example.place
    return { rule: 'failed-test', level: 'error', text, path, line, column }
  })
  const missing = notRun.map(({ name, reason, file, line, column }): Remark => {
    const text = `${name} cannot be run: ${reason}`
    return { rule: 'not-run', level: 'error', text, path: file, line, column }
  })
  const unnoticed = rules.flatMap(({ rule, path, survival }) =>
    (survival?.unnoticed ?? []).map(({ change }): Remark => ({
      rule: 'unnoticed-change',
      level: 'warning',
      text: `${rule.name}: no test notices it ${change}`,
      path,
      line: 1,
      column: 1,
    })),
  )
  return [...mistakes.map(remarkOf), ...missing, ...failures, ...unnoticed]
}

/** A SARIF 2.1.0 log, as code hosts show it beside the lines. */
export function sarifOf(remarks: readonly Remark[]): string {
  const driver = {
    name: 'tripline',
    rules: Object.entries(rules).map(([id, text]) => ({ id, shortDescription: { text } })),
  }
  const results = remarks.map(({ rule, level, text, path, line, column }) => ({
    ruleId: rule,
    level,
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(path) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  }))
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
