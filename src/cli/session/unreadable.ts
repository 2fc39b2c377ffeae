import { Failure } from '../../contract/failure.ts'
import type { Unparsed } from '../../event/event.ts'
import { readable } from '../../text/readable.ts'

/** The error for an input of which no line could be read: a sample, the closest parser, and where it gave up. */
export function unreadable(sample: Unparsed, lines: number, paths: readonly string[]): Failure {
  const { line } = sample
  const path = paths[0] ?? 'FILE'
  return new Failure('TRIPLINE_E_FORMAT', `No line could be read (0 of the first ${lines}).`, {
    where: [`sample   ${readable(line, 100)}`, `closest  ${faultWords(sample)}`],
    hint: `Give its log_format with --format '…', or have it described:  tripline init --from ${path}`,
  })
}

/** 'nginx-proxy-manager — fails at field 7, client: "[Client", expected an address' */
export function faultWords({ fault }: Unparsed): string {
  const { parser, number, field, found, expected } = fault
  const seen = found === '' ? 'the line ends' : `"${readable(found, 40)}"`
  return `${parser === '' ? 'none' : parser} — fails at field ${number}, ${field}: ${seen}, expected ${expected}`
}
