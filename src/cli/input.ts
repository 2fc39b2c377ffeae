import type { Settings } from '../config/settings.ts'
import type { OpenSource } from '../contract/source.ts'
import file from '../sources/file.ts'
import stdin from '../sources/stdin.ts'
import { usage } from './arguments.ts'

/** What a command reads: its operands, else the sources of the config. */
export function pathsOf(
  operands: readonly string[],
  settings: Settings,
  command: string,
): readonly string[] {
  const paths = operands.length > 0 ? operands : settings.sources.flatMap(({ paths }) => paths)
  if (paths.length === 0) throw usage('Nothing to read was named.', command)
  if (paths.includes('-') && paths.length > 1)
    throw usage('Standard input (-) cannot be read together with files.', command)
  return paths
}

/** @throws Failure TRIPLINE_E_INPUT with everything that cannot be read */
export function openInput(
  paths: readonly string[],
  run: { readonly follow: boolean; readonly signal: AbortSignal },
): OpenSource {
  const { signal } = run
  return paths[0] === '-' ? stdin.open({}, { signal }) : file.open({ paths }, { signal })
}
