import { Alerts } from '../alerts/alerts.ts'
import type { Detector, Schema } from '../contract/detector.ts'
import type { View } from '../contract/windows.ts'
import { type Exception, Exceptions } from '../detectors/exceptions/exceptions.ts'
import { compileSignatures } from '../detectors/rules/signatures.ts'
import type { Signature } from '../detectors/rules/rule.ts'
import { Enricher } from '../enrich/enricher.ts'
import { Windows } from '../windows/windows.ts'
import { Engine, type Grade, type Seat } from './engine.ts'
import { ServerErrors } from './server-errors.ts'

/** A detector with the options it runs under. */
export interface Installed {
  readonly detector: Detector
  readonly options: Readonly<Record<string, unknown>>
}

export interface Furnishing {
  readonly signatures: readonly Signature[]
  readonly detectors: readonly Installed[]
  readonly trustedProxies?: readonly string[]
  /** Milliseconds by which an event may come late. */
  readonly lateness?: number
  /** Most keys that any table holds. */
  readonly maxKeys?: number
  /** Seed of hashes: random where attackers choose the keys; results do not depend on it. */
  readonly seed?: number
  readonly alerts?: ConstructorParameters<typeof Alerts>[0]
  readonly grade?: Grade
  /** Hits that are let through. */
  readonly exceptions?: readonly Exception[]
}

/** An hour: a single event further ahead than that has a wrong clock. */
const leap = 3_600_000

interface Saved {
  readonly aged: number
  readonly enricher: unknown
  readonly windows: unknown
  readonly alerts: unknown
  readonly detectors: Readonly<Record<string, unknown>>
  readonly excepted?: readonly number[]
}

/** Puts an engine together; with `saved`, one that goes on where that engine stopped. */
export function assemble(of: Furnishing, saved?: unknown): Engine {
  const state = saved as Saved | undefined
  const plans = of.detectors.map(({ detector, options }) => {
    const full = { ...defaults(detector.options), ...options }
    return { detector, full, needs: detector.needs(full) }
  })
  const windows = new Windows(
    plans.flatMap(({ needs }) => needs),
    present({ lateness: of.lateness, maxKeys: of.maxKeys, seed: of.seed, leap }),
  )
  const seats = plans.map(({ detector, full, needs }): Seat => {
    const judge = detector.start(full, state?.detectors[detector.name])
    const handles = needs.map((need) => windows.handle(need))
    return {
      name: detector.name,
      judge,
      view: sight(windows, handles),
      groups: [...new Set(handles.map((handle) => windows.group(handle)))].filter(
        (group) => group >= 0,
      ),
      watches: (judge.wakes ?? []).map(({ need, atLeast }) =>
        windows.watch(handles[need]!, atLeast),
      ),
    }
  })
  if (state) windows.load(state.windows)
  const given = of.exceptions ?? []
  const exceptions = given.length > 0 ? new Exceptions(given, state?.excepted) : undefined
  const engine = new Engine({
    enricher: new Enricher(
      present({ trustedProxies: of.trustedProxies }),
      state?.enricher as never,
    ),
    signatures: compileSignatures(of.signatures, {
      remember: true,
      ...present({ exceptions }),
    }),
    errors: new ServerErrors(of.signatures, exceptions),
    windows,
    seats,
    alerts: new Alerts(of.alerts ?? {}, state?.alerts as never),
    ...present({ grade: of.grade, exceptions }),
  })
  if (state) engine.resume(state)
  return engine
}

function sight(windows: Windows, handles: readonly number[]): View {
  return {
    value: (index) => windows.value(handles[index]!),
    top: (index) => windows.top(handles[index]!),
    get now() {
      return windows.now
    },
  }
}

function defaults(schema: Schema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, { default: value }]) => [name, value]),
  )
}

/** An object without the members that are undefined: absent means the default. */
function present<T extends object>(of: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as never
}
