import { describe } from '../../detectors/rules/mistakes.ts'
import { fit, table } from '../screen/layout.ts'
import { counted } from '../screen/numbers.ts'
import type { Outlet } from '../shell.ts'
import { type Failed, type Results, requestOf, type Tested } from './results.ts'

/** Parts and changes shown for a rule. */
const mostShown = 5

/** The results for people: what failed, with a diff; a line for each rule; sums. */
export function print(results: Results, to: Outlet): void {
  const { rules, cases, failed, filled, mistakes, notRun } = results
  for (const mistake of mistakes) to.write(`  ${to.style.bad('✗')} ${describe(mistake)}\n`)
  for (const { name, reason, file, line, column } of notRun)
    to.write(
      `  ${to.style.severity('medium', '~')} ${name}  not run: ${reason}  ${to.style.quiet(`${file}:${line}:${column}`)}\n`,
    )
  for (const one of failed) to.write(diffOf(one, to))
  if (failed.length + mistakes.length + notRun.length > 0) to.write('\n')
  to.write(
    table(
      rules.map((one) => rowOf(one, to)),
      '  ',
    ),
  )
  for (const { rule, survival } of rules)
    for (const { change } of survival?.unnoticed ?? [])
      to.write(fit(`    ${rule.name}: no test notices it ${change}`, width(to)) + '\n')
  const passed = rules.reduce((sum, { right }) => sum + right, cases)
  const parts = rules.reduce((sum, { coverage }) => sum + coverage.parts, 0)
  const covered = rules.reduce((sum, { coverage }) => sum + coverage.covered, 0)
  if (filled > 0) to.write(`\n  Filled in ${counted(filled, 'expectation')}.\n`)
  const missing = new Set(notRun.map(({ name }) => name)).size
  const untested = rules.filter(({ isTested }) => !isTested).length
  const also = [
    ...(missing > 0 ? [`${counted(missing, 'rule')} not run`] : []),
    ...(untested > 0 ? [`${counted(untested, 'rule')} without tests`] : []),
  ]
  to.write(
    `\n  ${counted(rules.length, 'rule')}, ${counted(passed, 'example')} right, ${failed.length} wrong; ` +
      `${covered} of ${counted(parts, 'part')} of conditions both true and false${also.map((words) => `; ${words}`).join('')}\n`,
  )
}

function rowOf({ rule, right, wrong, isTested, coverage, survival }: Tested, to: Outlet): string[] {
  const { good, bad, quiet } = to.style
  const { parts, covered, neverTrue, neverFalse } = coverage
  const never = [
    ...neverTrue.map((part) => `never true: ${part}`),
    ...neverFalse.map((part) => `never false: ${part}`),
  ]
  const tried = survival
    ? [`${survival.tried - survival.unnoticed.length} of ${counted(survival.tried, 'change')}`]
    : []
  if (!isTested) return [`${to.style.severity('medium', '~')} ${rule.name}`, 'no tests']
  const cells = [
    `${wrong === 0 ? good('✓') : bad('✗')} ${rule.name}`,
    wrong === 0 ? `${right} right` : `${right} right, ${wrong} wrong`,
    `${covered} of ${counted(parts, 'part')}`,
    ...tried,
  ]
  if (never.length > 0) cells.push(quiet(fit(never.slice(0, mostShown).join('; '), 60)))
  return cells
}

/** One failure: where, what was expected and what came, which literals were there, what failed. */
function diffOf({ rule, path, outcome, why }: Failed, to: Outlet): string {
  const { line, column } = outcome.example.place
  const rows = [
    `  ${to.style.bad('✗')} ${rule === '' ? 'case' : rule}  ${to.style.quiet(`${path}:${line}:${column}`)}`,
    `      ${fit(requestOf(outcome), width(to) - 6)}`,
    `      ${to.style.bad(`- expected  ${outcome.expected === '' ? 'no rule' : outcome.expected}`)}`,
    `      ${to.style.good(`+ got       ${outcome.got === '' ? 'no rule' : outcome.got}`)}`,
    ...(why.there.length > 0
      ? [`        there     ${why.there.slice(0, mostShown).join('  ')}`]
      : []),
    ...why.conditions.slice(0, mostShown).map((words) => `        failed    ${words}`),
    ...why.matched.slice(0, mostShown).map((words) => `        matched   ${words}`),
  ]
  return `${rows.map((row) => fit(row, width(to))).join('\n')}\n`
}

function width(to: Outlet): number {
  return Math.max(to.columns, 60)
}
