import type { Severity } from '../../event/finding.ts'

/** Ways to set text apart. The 16 ANSI colours only, so that the reader's theme decides. */
export interface Style {
  readonly bold: Paint
  /** Words that can wait. */
  readonly quiet: Paint
  readonly good: Paint
  readonly bad: Paint
  severity(severity: Severity, text: string): string
}

type Paint = (text: string) => string

/** Severity is never colour alone: each has a shape, and its word stands beside it. */
export const shapes: Readonly<Record<Severity, string>> = {
  critical: '▲▲',
  high: '▲',
  medium: '◆',
  low: '●',
  info: '○',
}

const colours: Readonly<Record<Severity, string>> = {
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  info: '2',
}

/** Colours for a terminal; none elsewhere, with NO_COLOR or on a dumb terminal. FORCE_COLOR turns them on. */
export function styleFor(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb'
  const forced = !['', '0', undefined].includes(environment['FORCE_COLOR'])
  return !refused && (isTerminal || forced) ? coloured : plain
}

const coloured: Style = {
  bold: ansi('1'),
  quiet: ansi('2'),
  good: ansi('32'),
  bad: ansi('31'),
  severity: (severity, text) => ansi(colours[severity])(text),
}

/** Text as it is. */
export const plain: Style = {
  bold: (text) => text,
  quiet: (text) => text,
  good: (text) => text,
  bad: (text) => text,
  severity: (_, text) => text,
}

function ansi(code: string): Paint {
  return (text) => (text === '' ? '' : `\x1b[${code}m${text}\x1b[0m`)
}
