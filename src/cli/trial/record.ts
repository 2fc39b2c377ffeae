import { type Results, requestOf } from './results.ts'

/** The results for other programs. */
export function recordOf({ rules, cases, failed, filled, notRun, mistakes }: Results): object {
  return {
    passed: rules.reduce((sum, { right }) => sum + right, cases),
    failed: failed.length,
    filled,
    rules: rules.map(({ rule, right, wrong, isTested, coverage, survival }) => ({
      name: rule.name,
      passed: right,
      failed: wrong,
      tested: isTested,
      coverage,
      ...(survival && {
        changes: {
          tried: survival.tried,
          unnoticed: survival.unnoticed.map(({ change }) => change),
        },
      }),
    })),
    failures: failed.map(({ rule, path, outcome, why }) => ({
      rule,
      file: path,
      line: outcome.example.place.line,
      column: outcome.example.place.column,
      list: outcome.list,
      request: requestOf(outcome),
      expected: outcome.expected,
      got: outcome.got,
      ...why,
    })),
    notRun,
    mistakes,
  }
}
