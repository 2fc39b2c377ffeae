import { readable } from '../../text/readable.ts'
import type { Near, Way } from '../explain/way.ts'
import type { Outlet } from '../shell.ts'
import { fit, pad } from './layout.ts'
import { markedRows } from './marked.ts'

/** Rules that came near but do not hold; the others are in JSON. */
const mostNear = 8
const mostLiterals = 3

/** Each form of a text that is not as logged, with the logged bytes that are different in it marked. */
export function viewRows({ texts, asked }: Way, to: Outlet): string[] {
  if (!asked) return []
  const room = to.columns - 17
  const rows: string[] = []
  for (const { field, views, evasion, depth } of texts) {
    if (views.length < 2 && evasion === '') continue
    rows.push(`${field}${evasion === '' ? '' : `  ${to.style.severity('medium', evasion)}`}`)
    for (const { name, text, changed } of views.slice(1)) {
      rows.push(`${pad(name, 12)} ${markedRows(text, [], room, to)[0]}`)
      const [logged = '', marks] = markedRows(asked[field], changed, room, to)
      rows.push(`${pad('  from', 12)} ${logged}`)
      if (marks !== undefined) rows.push(`${pad('', 12)} ${marks}`)
    }
    if (depth > 0) rows.push(`  .. leads ${depth} out of the root`)
  }
  return rows.length > 0 ? rows : [to.style.quiet('–  as logged, nothing to decode')]
}

/** Rules that hold, then those that a literal led to, with what failed first. */
export function nearRows({ near, excepted, asked }: Way, to: Outlet): string[] {
  const gone = new Set(excepted.map(({ rule }) => rule))
  const holding = near.filter(({ holds }) => holds)
  const others = near.filter(({ holds }) => !holds)
  const rows = [
    `${holding.length} hold, ${others.length} came near`,
    ...holding.map((one) => heldWords(one, gone.has(one.name), to)),
    ...others.slice(0, mostNear).map((one) => failedWords(one, to)),
  ]
  if (others.length > mostNear)
    rows.push(to.style.quiet(`… and ${others.length - mostNear} more that came near: --json`))
  if (near.length === 0) return [to.style.quiet(`–  none ${asked ? 'came near' : 'holds'}`)]
  return rows
}

function heldWords(
  { name, field, literals, signature }: Near,
  isGone: boolean,
  to: Outlet,
): string {
  const mark = isGone ? to.style.quiet('~') : to.style.bad('✓')
  const silent = signature.silent
  const score = !silent ? ` ${signature.score.toFixed(2)} ${signature.kind}` : ''
  const counted = silent ? '  only counted' : ''
  const text = fit(
    `${name}${score}  ${field}  ${literalWords(literals)}${counted}`,
    to.columns - 15,
  )
  return `${mark} ${to.style.severity(signature.severity, text)}`
}

function failedWords({ name, field, literals, failed }: Near, to: Outlet): string {
  const more = failed.length > 1 ? ` and ${failed.length - 1} more` : ''
  const first = readable(failed[0] ?? '', 100)
  const text = `${name}  ${field}  ${literalWords(literals)}  but not: ${first}${more}`
  return `${to.style.quiet('✗')} ${fit(text, to.columns - 15)}`
}

function literalWords(literals: readonly string[]): string {
  if (literals.length === 0) return 'tried on every text'
  const shown = literals.slice(0, mostLiterals).map((text) => `"${readable(text, 24)}"`)
  return (
    shown.join(' ') + (literals.length > mostLiterals ? ` +${literals.length - mostLiterals}` : '')
  )
}

/** How the score of each finding comes about. */
export function pointRows({ points }: Way, to: Outlet): string[] {
  const summed = points.filter(({ rules }) => rules.length > 0)
  return summed.flatMap(({ finding, rules, evasion, refusal }) => {
    const { kind, score, severity, confidence, note, reasons } = finding
    const weak = note ? ', a note: no alert by itself' : ''
    const head = `${to.style.severity(severity, kind)} ${score.toFixed(2)}, ${severity}, ${confidence} confidence${weak}`
    const parts = rules.map((one) => `(1 - ${one.score.toFixed(2)})`)
    if (evasion > 0.005) parts.push(`(1 - ${evasion.toFixed(2)} for what is with it)`)
    const whole = `1 - ${parts.join(' ')}`
    const sum = fit(`= ${refusal < 1 ? `${refusal} refused × (${whole})` : whole}`, to.columns - 4)
    const matches = reasons.map(({ field, matched, seen }) => {
      const isDecoded = matched && matched.raw !== matched.decoded
      const sent = isDecoded ? `  sent as ${readable(matched.raw, 80)}` : ''
      return fit(`${field}  ${readable(matched?.decoded ?? seen, 80)}${sent}`, to.columns - 4)
    })
    return [head, sum, ...matches]
  })
}
