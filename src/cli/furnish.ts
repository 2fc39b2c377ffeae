import { randomInt } from 'node:crypto'
import type { Settings } from '../config/settings.ts'
import type { Detector, Judge } from '../contract/detector.ts'
import type { Finding, Severity } from '../event/finding.ts'
import type { Furnishing } from '../pipeline/assemble.ts'
import { rulesFor } from './rules.ts'
import type { Settled } from './settle.ts'

/** What an engine is put together from, as the config says. */
export function furnish({ settings, detectors }: Settled): Furnishing {
  const rules = rulesFor(settings)
  const severity = severityOf(settings)
  return {
    signatures: rules
      .filter((rule) => rule.is === 'signature')
      .map((rule) => ({ ...rule, severity: severity(rule.name, rule.kind) ?? rule.severity })),
    detectors: detectors.map((detector) => ({
      detector:
        Object.keys(settings.severity).length === 0 ? detector : regraded(detector, severity),
      options: settings.detectors[detector.name] as Readonly<Record<string, unknown>>,
    })),
    trustedProxies: settings.trustedProxies,
    lateness: settings.lateness,
    maxKeys: settings.limits.keys,
    seed: randomInt(2 ** 31),
  }
}

type Grade = (name: string, kind: string) => Severity | undefined

function severityOf({ severity }: Settings): Grade {
  return (name, kind) => severity[name] ?? severity[kind]
}

/** A detector whose findings have the severities that the config wants. */
function regraded(detector: Detector, severity: Grade): Detector {
  const grade = (finding: Finding): Finding => {
    const wanted = severity(finding.detector, finding.kind) ?? severity(detector.name, finding.kind)
    return wanted === undefined ? finding : { ...finding, severity: wanted }
  }
  const graded = (said: Finding | readonly Finding[] | undefined): typeof said =>
    Array.isArray(said) ? said.map(grade) : said && grade(said as Finding)
  return {
    ...detector,
    start(options, saved) {
      const judge = detector.start(options, saved)
      const wrapped: Judge = { save: () => judge.save() }
      if (judge.wakes) Object.assign(wrapped, { wakes: judge.wakes })
      if (judge.learn) wrapped.learn = (event, view) => judge.learn!(event, view)
      if (judge.score) wrapped.score = (event, view) => graded(judge.score!(event, view))
      if (judge.close) wrapped.close = (window, view) => graded(judge.close!(window, view))
      return wrapped
    },
  }
}
