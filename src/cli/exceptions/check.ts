import { exceptionMistakes, type ExceptionSettings } from '../../config/exceptions.ts'
import type { Find } from '../../config/load.ts'
import type { Settings } from '../../config/settings.ts'
import { Failure } from '../../contract/failure.ts'
import { suggestion } from '../../text/nearest.ts'
import { exceptionsIn } from './exceptions.ts'

type Tell = Parameters<Find>[1]

/** What signs of evasion alone are told as. */
const evasionNote = 'signatures/evasion'

/** The exceptions of a config, those in its files included, checked as far as that needs no rules. */
export async function checkExceptions(
  settings: Settings,
  tell: Tell,
): Promise<{
  readonly list: readonly ExceptionSettings[]
  /** Tells those that are about no rule or detector. */
  readonly unknown: (names: readonly string[]) => void
}> {
  const { exceptions } = settings
  exceptionMistakes(exceptions, ['exceptions'], tell)
  const inFiles = await readFiles(settings, tell)
  return {
    list: [...exceptions, ...inFiles.map(([, one]) => one)],
    unknown: (names) => {
      const known = [...names, evasionNote]
      const check = (path: (string | number)[], { rule = '' }: ExceptionSettings): void => {
        if (rule === '' || known.includes(rule)) return
        tell(path, `There is no rule or detector "${rule}".${suggestion(rule, known)}`)
      }
      for (const [at, one] of exceptions.entries()) check(['exceptions', at, 'rule'], one)
      for (const [at, one] of inFiles) check(['exceptionFiles', at], one)
    },
  }
}

/** The exceptions in files, each with the number of its file. */
async function readFiles(
  { exceptionFiles }: Settings,
  tell: Tell,
): Promise<readonly (readonly [number, ExceptionSettings])[]> {
  const found: (readonly [number, ExceptionSettings])[] = []
  for (const [at, file] of exceptionFiles.entries())
    try {
      for (const one of await exceptionsIn(file)) found.push([at, one])
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      for (const where of error.where) tell(['exceptionFiles', at], where)
    }
  return found
}
