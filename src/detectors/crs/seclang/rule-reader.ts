import type { Action } from './actions.ts'
import type { Directive } from './directives.ts'
import type { Link, SecRule } from './rule.ts'
import { verdicts } from './words.ts'

/** The rule that a directive and its actions make, with the default actions of its phase. */
export function ruleOf(
  directive: Directive,
  list: readonly Action[],
  link: Link,
  defaults: ReadonlyMap<number, readonly Action[]>,
): SecRule {
  const phase = phaseOf(list, 2)
  const usual = defaults.get(phase) ?? []
  const { file, line } = directive
  return {
    is: 'rule',
    id: Number(valueOf(list, 'id')),
    phase,
    links: [link],
    message: valueOf(list, 'msg'),
    tags: list.filter(({ name }) => name === 'tag').map(({ value }) => value),
    severity: severityOf(valueOf(list, 'severity')),
    isLogged:
      [...usual, ...list].findLast(({ name }) => /^(?:no)?log$/.test(name))?.name !== 'nolog',
    ...verdictOf(list, usual),
    skipAfter: valueOf(list, 'skipafter'),
    skip: Number(valueOf(list, 'skip')) || 0,
    file,
    line,
  }
}

function valueOf(list: readonly Action[], wanted: string): string {
  return list.findLast(({ name }) => name === wanted)?.value ?? ''
}

/** 'block' means what the phase does by default. */
function verdictOf(
  list: readonly Action[],
  usual: readonly Action[],
): Pick<SecRule, 'verdict' | 'allows'> {
  const own = list.findLast(isVerdict)
  const given = own === undefined || own.name === 'block' ? usual.findLast(isVerdict) : own
  return { verdict: given?.name ?? 'pass', allows: given?.name === 'allow' ? given.value : '' }
}

function isVerdict({ name }: Action): boolean {
  return verdicts.has(name)
}

const phases: Readonly<Record<string, number>> = { request: 2, response: 4, logging: 5 }

/** The phase that actions name, as number; `usual` when they name none. */
export function phaseOf(list: readonly Action[], usual: number): number {
  const given = list.findLast(({ name }) => name === 'phase')?.value
  return given === undefined ? usual : (phases[given.toLowerCase()] ?? Number(given))
}

const severities = 'emergency alert critical error warning notice info debug'.split(' ')

/** Severities may be numbers: 0 is the gravest. */
function severityOf(given: string): string {
  return severities[Number(given === '' ? Number.NaN : given)] ?? given.toLowerCase()
}
