import type { Settings } from '../../config/settings.ts'
import type { Detector, Judge } from '../../contract/detector.ts'
import { Failure } from '../../contract/failure.ts'
import type { Finding, Severity } from '../../event/finding.ts'
import { assemble, type Furnishing } from '../../pipeline/assemble.ts'
import type { Engine } from '../../pipeline/engine.ts'
import { furnish } from '../../pipeline/furnishing.ts'
import { rulesFor } from './rules.ts'
import type { Settled } from './settle.ts'

/** What an engine is put together from, as the config says. */
export async function furnished({ settings, detectors }: Settled): Promise<Furnishing> {
  const grade = gradeOf(settings)
  const graded = Object.keys(settings.severity).length > 0
  const rules = (await rulesFor(settings)).map((rule) => ({
    ...rule,
    severity: grade(rule.name, rule.kind) ?? rule.severity,
  }))
  const { signatures, detectors: installed } = furnish(
    rules,
    graded ? detectors.map((detector) => regraded(detector, grade)) : detectors,
  )
  return {
    signatures,
    detectors: installed.map(({ detector }) => ({
      detector,
      options: (settings.detectors[detector.name] ?? {}) as Readonly<Record<string, unknown>>,
    })),
    trustedProxies: settings.trustedProxies,
    lateness: settings.lateness,
    maxKeys: settings.limits.keys,
    seed: Math.floor(Math.random() * 2 ** 31),
  }
}

/**
 * An engine as the config wants it.
 * @throws Failure TRIPLINE_E_CONFIG when a value that the schema allows cannot be used after all
 */
export async function engineFor(settled: Settled): Promise<Engine> {
  const furnishing = await furnished(settled)
  try {
    return assemble(furnishing)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new Failure('TRIPLINE_E_CONFIG', 'The config cannot be used.', {
      where: [cause.message],
      hint: 'See what holds, and where it comes from, with  tripline check --show',
      cause,
    })
  }
}

type Grade = (name: string, kind: string) => Severity | undefined

function gradeOf({ severity }: Settings): Grade {
  return (name, kind) => severity[name] ?? severity[kind]
}

/** A detector whose findings have the severities that the config wants. */
function regraded(detector: Detector, grade: Grade): Detector {
  const regrade = (finding: Finding): Finding => {
    const wanted = grade(finding.detector, finding.kind) ?? grade(detector.name, finding.kind)
    return wanted === undefined ? finding : { ...finding, severity: wanted }
  }
  const graded = (said: Finding | readonly Finding[] | undefined): typeof said =>
    Array.isArray(said) ? said.map(regrade) : said && regrade(said as Finding)
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
