import { Failure } from '../../contract/failure.ts'
import { assemble, type Furnishing } from '../../pipeline/assemble.ts'
import type { Engine } from '../../pipeline/engine.ts'
import { furnish } from '../../pipeline/furnishing.ts'
import { exceptionsOf } from '../exceptions/exceptions.ts'
import { detectorsFor, rulesFor } from '../rules/find.ts'
import type { Settled } from './settle.ts'

/** What an engine is put together from, as the config says. */
export async function furnished({ settings, detectors }: Settled): Promise<Furnishing> {
  const { severity } = settings
  const { signatures, detectors: installed } = furnish(await rulesFor(settings), [
    ...detectors,
    ...(await detectorsFor(settings)),
  ])
  return {
    signatures,
    detectors: installed.map(({ detector }) => ({
      detector,
      options: (settings.detectors[detector.name] ?? {}) as Readonly<Record<string, unknown>>,
    })),
    trustedProxies: settings.trustedProxies,
    lateness: settings.lateness,
    maxKeys: settings.limits.keys,
    exceptions: await exceptionsOf(settings),
    grade: (detector, kind) => severity[detector] ?? severity[kind],
    seed: Math.floor(Math.random() * 2 ** 31),
  }
}

/**
 * An engine as the config wants it.
 * @throws Failure TRIPLINE_E_CONFIG when a value that the schema allows cannot be used after all
 */
export async function engineFor(settled: Settled): Promise<Engine> {
  return engineOf(await furnished(settled))
}

/** An engine of what was put together. @throws Failure TRIPLINE_E_CONFIG, as above */
export function engineOf(furnishing: Furnishing): Engine {
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
