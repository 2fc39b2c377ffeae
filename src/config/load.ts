import { readFileSync } from 'node:fs'
import type { Schema } from '../contract/detector.ts'
import { Failure } from '../contract/failure.ts'
import type { Path } from './check-value.ts'
import { fileNames } from './file-names.ts'
import type { Layer, Placed } from './document.ts'
import { environmentLayer, flagLayer } from './environment.ts'
import { mergeLayers } from './merge.ts'
import { settingsSchema, type Settings } from './settings.ts'

/** What a config is made from. */
export interface Inputs {
  /** Path of the config file; undefined looks for one in the working directory, '' takes none. */
  readonly file: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Options given on the command line: 'limits.keys', its text, and the flag as people typed it. */
  readonly flags: readonly { readonly path: string; readonly text: string; readonly flag: string }[]
  /** Option schemas of the detectors, by name. */
  readonly detectors: Readonly<Record<string, Schema>>
  readonly find?: Find
}

/** Tells mistakes that the schema does not know, each with the way to what is wrong. */
export type Find = (
  settings: Settings,
  tell: (path: Path, message: string) => void,
) => Promise<void>

/** A usable config: what it says, where each value came from, and which file was read ('' for none). */
export interface Loaded {
  readonly settings: Settings
  readonly origins: ReadonlyMap<string, string>
  readonly file: string
}

/**
 * Merges flags over environment over file over defaults, and checks all of it.
 * @throws Failure TRIPLINE_E_CONFIG with every mistake found, each with its place
 */
export async function loadSettings(inputs: Inputs): Promise<Loaded> {
  const schema = settingsSchema(inputs.detectors)
  const problems: Placed[] = []
  const layers: Layer[] = [
    flagLayer(inputs.flags, schema),
    environmentLayer(inputs.environment, schema, problems),
  ]
  const found = readConfig(inputs.file ?? inputs.environment['TRIPLINE_CONFIG'])
  if (found) {
    const { yamlLayer } = await import('./document.ts')
    layers.push(yamlLayer(found.text, found.file, problems))
  }
  const { tree, origins } = mergeLayers(layers, schema, problems)
  const settings = tree as unknown as Settings
  await inputs.find?.(settings, (path, message) => {
    problems.push({ place: placeOf(path, layers, origins), message })
  })
  if (problems.length === 0 && settings.parser !== '' && settings.format !== '')
    problems.push({
      place: origins.get('format') ?? '',
      message: 'parser and format are both given. Name a parser or describe the lines, not both.',
    })
  if (problems.length > 0) throw unusable(problems)
  return { settings, origins, file: found?.file ?? '' }
}

/** Where something was written: in the layer that the option around it came from. */
function placeOf(
  path: Path,
  layers: readonly Layer[],
  origins: ReadonlyMap<string, string>,
): string {
  const written = path.map((_, at) => path.slice(0, path.length - at))
  const whole = written.find((part) => origins.has(part.join('.'))) ?? path
  const origin = origins.get(whole.join('.'))
  const layer = layers.find((one) => one.place(whole, false) === origin)
  return layer?.place(path, typeof path.at(-1) === 'string' && path.length > 1) ?? origin ?? ''
}

function unusable(problems: readonly Placed[]): Failure {
  const width = Math.min(40, Math.max(...problems.map((p) => p.place.length)))
  return new Failure('TRIPLINE_E_CONFIG', 'The config cannot be used.', {
    where: problems.map((p) => `${p.place.padEnd(width)}  ${p.message}`),
    hint: `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}. Check again with  tripline check`,
  })
}

function readConfig(named: string | undefined): { file: string; text: string } | undefined {
  if (named === '') return undefined
  for (const file of named === undefined ? fileNames : [named]) {
    try {
      return { file, text: readFileSync(file, 'utf8') }
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code
      if (named === undefined && code === 'ENOENT') continue
      throw new Failure('TRIPLINE_E_CONFIG', 'The config file cannot be read.', {
        where: [
          `${file}  ${code === 'ENOENT' ? 'There is no such file.' : (cause as Error).message}`,
        ],
        hint: 'Name another file with --config, or write one with  tripline init',
        cause,
      })
    }
  }
  return undefined
}
