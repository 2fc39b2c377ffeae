import { loadSettings, type Loaded } from '../../config/load.ts'
import type { Detector } from '../../contract/detector.ts'
import { behaviours } from '../../pipeline/detectors.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { findRules } from '../rules/find.ts'
import type { Outlet } from '../shell.ts'
import { nameMistakes } from './names.ts'
import { failOn, reading, type Options } from '../options.ts'

/** The config for a call, and the detectors whose options it holds. */
export interface Settled extends Loaded {
  readonly detectors: readonly Detector[]
}

/** Flags over environment over config file over defaults: the same for every command. */
export async function settle({ flags, shell }: Call): Promise<Settled> {
  const detectors = await behaviours()
  const given = flags.texts('set').map((text) => {
    const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (path === undefined || value === undefined)
      throw usage(`--set needs NAME=VALUE, found "${text}".`, '')
    return { path, text: value, flag: '--set' }
  })
  const options: Options = { ...reading, ...failOn }
  for (const [name, option] of Object.entries(options)) {
    if (option.sets === undefined || !flags.on(name)) continue
    const text = option.type === 'boolean' ? 'true' : flags.text(name)!
    given.push({ path: option.sets, text, flag: `--${name}` })
  }
  const loaded = await loadSettings({
    file: flags.text('config'),
    environment: shell.environment,
    flags: given,
    detectors: Object.fromEntries(detectors.map(({ name, options }) => [name, options])),
    find: nameMistakes(detectors),
  })
  await tellLeftOut(loaded, shell.err)
  return { ...loaded, detectors }
}

/** Rules with mistakes that are left out because one may go on without them. */
async function tellLeftOut({ settings }: Loaded, to: Outlet): Promise<void> {
  if (!settings.rules.keepGoing) return
  const { mistakes } = await findRules(settings)
  for (const mistake of mistakes) to.write(`${to.style.bad('left out')}  ${mistake}\n`)
}
