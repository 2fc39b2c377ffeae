import { commands, optionsOf, type Command } from './command-table.ts'
import type { Options } from './options.ts'

/** What `tripline --help` prints. */
export function generalHelp(version: string): string {
  const names = Object.entries(commands)
  return `Tripline ${version} reads web-server logs and says when they show an attack,
abuse or an outage, and why.

  tripline /var/log/nginx/access.log*     look at logs, report
  tripline demo                           see it at work on generated traffic

Commands
${rows(names.map(([name, command]) => [name, command.about]))}

Help for one    tripline COMMAND --help
`
}

/** What `tripline COMMAND --help` prints: examples first. */
export function commandHelp(name: string, command: Command): string {
  return `${command.about}.

${command.examples.map(example).join('\n')}

Usage
  tripline ${name}${command.usage === '' ? '' : ` ${command.usage}`} [options]

Options
${rows(optionRows(optionsOf(command)))}
`
}

function example([line, does]: readonly [string, string]): string {
  if (does === '') return `  ${line}`
  return line.length > 48 ? `  ${line}\n      ${does}` : `  ${line.padEnd(48)}  ${does}`
}

function optionRows(options: Options): [string, string][] {
  return Object.entries(options).map(([name, option]) => {
    const value = option.value === undefined ? '' : ` ${option.value}`
    const short = option.short === undefined ? '' : `-${option.short}, `
    return [`${short}--${name}${value}`, option.about]
  })
}

function rows(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([left]) => left.length))
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
