import { commands } from '../src/cli/command-table.ts'
import { exit } from '../src/cli/exit-codes.ts'
import { commandHelp } from '../src/cli/help.ts'
import { editorSchema } from '../src/config/json-schema.ts'
import { settingsSchema } from '../src/config/settings.ts'
import { durationText, sizeText } from '../src/config/units.ts'
import type { Detector, Schema } from '../src/contract/detector.ts'
import { failures } from '../src/contract/failure.ts'
import { kinds } from '../src/event/kinds.ts'
import { comparisons, types as correlationTypes } from '../src/detectors/rules/sigma/correlation.ts'
import { fields, unseen } from '../src/detectors/rules/sigma/fields.ts'
import { transforms } from '../src/detectors/rules/sigma/values/encodings.ts'
import { modifiers } from '../src/detectors/rules/sigma/values/match.ts'
import { formats } from '../src/parsers/formats.ts'
import { behaviours } from '../src/pipeline/detectors.ts'
import { languages } from '../src/text/tokens/languages.ts'
import { shippedRules } from '../src/pipeline/shipped-rules.ts'

const note = '<!-- Written by `npm run docs` from the source. -->\n\n'

/** The pages of docs/reference that are made from the source, by file name. */
export async function pages(): Promise<Record<string, string>> {
  const detectors = await behaviours()
  const schema = settingsSchema(Object.fromEntries(detectors.map((d) => [d.name, d.options])))
  return {
    'config.schema.json': `${JSON.stringify(editorSchema(schema), null, 2)}\n`,
    'config.md': configPage(schema),
    'commands.md': commandsPage(),
    'detections.md': await detectionsPage(detectors),
    'parsers.md': parsersPage(),
    'rules.md': rulesPage(),
    'errors.md': errorsPage(),
  }
}

function commandsPage(): string {
  const sections = Object.entries(commands).map(
    ([name, command]) => `## ${name}\n\n\`\`\`\n${commandHelp(name, command)}\`\`\`\n`,
  )
  return `${note}# Commands\n\n${sections.join('\n')}`
}

function configPage(schema: Schema): string {
  const rows: string[][] = []
  const walk = (inner: Schema, name: string): void => {
    if (inner.properties && name !== '')
      for (const [key, below] of Object.entries(inner.properties)) walk(below, `${name}.${key}`)
    else if (inner.properties)
      for (const [key, below] of Object.entries(inner.properties)) walk(below, key)
    else rows.push([`\`${name}\``, defaultText(inner), inner.description ?? ''])
  }
  walk(schema, '')
  return `${note}# Options of the config

A config is a YAML file, \`tripline.yaml\` in the working directory or the one named with \`--config\`.
A flag is stronger than a \`TRIPLINE_*\` variable, that than the file, that than the default:
\`limits.keys\` is \`--set limits.keys=5000\` or \`TRIPLINE_LIMITS__KEYS=5000\`.
\`tripline check --show\` prints what holds and where it comes from.

${table(['option', 'default', 'meaning'], rows)}`
}

function defaultText(schema: Schema): string {
  const { default: value, format } = schema
  if (value === undefined) return ''
  if (typeof value === 'number' && format === 'duration') return `\`${durationText(value)}\``
  if (typeof value === 'number' && format === 'size') return `\`${sizeText(value)}\``
  return `\`${JSON.stringify(value)}\``
}

async function detectionsPage(detectors: readonly Detector[]): Promise<string> {
  const rules = await shippedRules()
  const behaviourRows = detectors.map(({ name, about }) => [`\`${name}\``, about])
  const ruleRows = rules
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, title, kind, severity }) => [`\`${name}\``, severity, `\`${kind}\``, title])
  const kindRows = Object.entries(kinds).map(([name, mitre]) => [`\`${name}\``, mitre.join(', ')])
  return `${note}# What is detected

## Behaviours

${table(['detector', 'when it speaks'], behaviourRows)}
## Rules

${table(['rule', 'severity', 'kind', 'title'], ruleRows)}
## Kinds

${table(['kind', 'MITRE ATT&CK'], kindRows)}`
}

function parsersPage(): string {
  const sections = formats.map(
    ({ name, about, sample }) => `## ${name}\n\n${about}\n\n\`\`\`\n${sample}\n\`\`\`\n`,
  )
  return `${note}# Parsers\n\n${sections.join('\n')}`
}

function rulesPage(): string {
  const byField = Map.groupBy(fields, ([, field]) => field)
  const fieldRows = [...byField].map(([field, names]) => [
    `\`${field}\``,
    names.flatMap(([name]) => (name === field ? [] : [`\`${name}\``])).join(' '),
  ])
  const unseenRows = [...unseen].map(([name, reason]) => [`\`${name}\``, reason])
  return `${note}# Rules

Rules are written in [Sigma](https://sigmahq.io/sigma-specification/) 2: rules, correlations, filters
and pipelines for names of fields, several documents to a file if need be. What a rule asks for and
no log shows is listed by \`tripline check\` with its place and the reason.

## Fields

${table(['field', 'other names'], fieldRows)}
## Fields that no log shows

${table(['field', 'reason'], unseenRows)}
## Modifiers

${[...modifiers, ...Object.keys(transforms)].map((name) => `\`${name}\``).join(' ')}

\`holds\` and \`surely\` are not of Sigma: the text is a piece of a language, ${Object.keys(languages)
    .map((name) => `\`${name}\``)
    .join(', ')}.

## Correlations

${correlationTypes.map((name) => `\`${name}\``).join(' ')}

\`condition\` takes ${comparisons.map((name) => `\`${name}\``).join(' ')}, \`field\` and \`percentile\`. Upper limits alone
(\`lt\`, \`lte\`, \`neq\`) are judged when the window ends. A correlation may count correlations that
count rules.
`
}

function errorsPage(): string {
  const meanings: Record<keyof typeof exit, string> = {
    fine: 'nothing at or over `--fail-on`',
    fault: 'our fault',
    usage: 'the command line cannot be understood',
    config: 'the config or a rule cannot be used',
    input: 'an input cannot be read, or no line of it',
    found: 'alerts at or over `--fail-on`',
    sink: 'a place that results go to did not answer',
    interrupted: 'ended with Ctrl-C, after reporting',
  }
  const codes = Object.entries(exit).map(([name, code]) => [
    String(code),
    meanings[name as keyof typeof exit],
  ])
  const errors = Object.entries(failures).map(([code, number]) => [`\`${code}\``, String(number)])
  return `${note}# Errors

## Exit codes

${table(['code', 'meaning'], codes)}
## Error codes

Each error ends with its code, so that it can be searched.

${table(['error', 'exit code'], errors)}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return row(head) + row(head.map(() => '---')) + rows.map(row).join('')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
}
