import type { Family, Lack, Listed } from '../rules/family.ts'
import type { Outlet } from '../shell.ts'
import { fit } from './layout.ts'
import { counted } from './numbers.ts'

/** Names and reasons shown; the rest is in JSON. */
const mostNames = 6
const mostReasons = 25

/** How much of one kind of rules works here: a line that sums up, then what does not work, by reason. */
export function coverageRows(family: Family, to: Outlet): string[] {
  const { kind, lacks, costly } = family
  const mark = lacks.length > 0 ? to.style.severity('medium', '~') : to.style.good('✓')
  const rows = [`  ${mark} ${kind.padEnd(8)} ${coverageWords(family)}`]
  const byReason = [...Map.groupBy(lacks, ({ reason }) => reason)].toSorted(
    (a, b) => b[1].length - a[1].length,
  )
  for (const [reason, of] of byReason.slice(0, mostReasons))
    rows.push(fit(`      ${reason}: ${namesOf(of)}`, Math.max(to.columns, 60)))
  const left = byReason.length - mostReasons
  if (left > 0) rows.push(`      … and ${counted(left, 'reason')} more: tripline check --json`)
  if (costly.length > 0)
    rows.push(
      fit(
        `      ${to.style.severity('medium', 'costly')}: tried on every new text or line, as no literal leads to them: ${shortened(costly)}`,
        Math.max(to.columns, 60),
      ),
    )
  return rows
}

/** '540 rules: 470 work fully, 60 partly, 10 not at all'. */
export function coverageWords({ listed, lacks }: Family): string {
  const names = new Set(listed.map(({ name }) => name))
  const without = new Set(lacks.map(({ name }) => name).filter((name) => !names.has(name)))
  const number = (works: string): number => listed.filter((one) => one.works === works).length
  const all = listed.length + without.size
  const parts = [`${number('fully')} work fully`]
  if (number('partly') > 0) parts.push(`${number('partly')} partly`)
  const notAtAll = number('not at all') + without.size
  if (notAtAll > 0) parts.push(`${notAtAll} not at all`)
  return `${counted(all, 'rule')}: ${parts.join(', ')}`
}

/** The same for other programs. */
export function coverageRecord({ kind, listed, lacks, costly }: Family): Record<string, unknown> {
  const names = new Set(listed.map(({ name }) => name))
  const without = new Set(lacks.map(({ name }) => name).filter((name) => !names.has(name)))
  const of = (works: Listed['works']): number => listed.filter((one) => one.works === works).length
  return {
    kind,
    fully: of('fully'),
    partly: of('partly'),
    notAtAll: of('not at all') + without.size,
    unsupported: lacks,
    costly,
  }
}

function namesOf(lacks: readonly Lack[]): string {
  const first = lacks[0]!
  const place = `${first.file}:${first.line}:${first.column}`
  return lacks.length === 1
    ? `${first.name} (${place})`
    : shortened([...new Set(lacks.map(({ name }) => name))])
}

function shortened(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ')
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown
}
