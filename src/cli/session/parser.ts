import { nearest } from '../../text/nearest.ts'
import type { Settings } from '../../config/settings.ts'
import { Failure } from '../../contract/failure.ts'
import type { Parser } from '../../contract/parser.ts'
import { formats } from '../../parsers/formats.ts'
import { fromApache } from '../../parsers/template/apache.ts'
import { fromNginx } from '../../parsers/template/nginx.ts'
import { parsersOfRules } from '../rules/find.ts'

/** The parsers that may take lines: one by name, one made from a format string, or undefined for all that can be guessed. */
export function parsersFor({ parser, format }: Settings): readonly Parser[] | undefined {
  if (format !== '') return [fromFormat(format)]
  if (parser === '') return undefined
  const found = formats.filter(({ name }) => name === parser)
  if (found.length > 0) return found
  const near = nearest(
    parser,
    formats.map(({ name }) => name),
  )
  throw new Failure(
    'TRIPLINE_E_CONFIG',
    `There is no parser "${parser}".${near ? ` Did you mean ${near}?` : ''}`,
    {
      hint: 'All of them:  tripline list parsers        Or describe the lines with --format',
    },
  )
}

/** The same with formats that rules describe, behind all that can be guessed. */
export async function parsersWithRules(settings: Settings): Promise<readonly Parser[] | undefined> {
  const asked = parsersFor(settings)
  if (asked) return asked
  const guessed = formats.filter(({ onlyByName }) => onlyByName !== true)
  const own = await parsersOfRules(settings, guessed)
  return own.length > 0 ? [...guessed, ...own] : undefined
}

/** Directives of nginx begin with $, those of Apache with %. */
function fromFormat(format: string): Parser {
  if (/\$[a-z{]/.test(format)) return fromNginx(format, 'format')
  if (/%[<>]?[a-zA-Z{]/.test(format)) return fromApache(format, 'format')
  throw new Failure('TRIPLINE_E_CONFIG', 'The format describes no field.', {
    where: [format],
    hint: 'Copy the string of nginx log_format ($remote_addr …) or Apache LogFormat (%h …), in single quotes.',
  })
}
