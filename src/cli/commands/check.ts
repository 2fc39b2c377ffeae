import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'

export async function run(_call: Call): Promise<ExitCode> {
  return exit.fine
}
