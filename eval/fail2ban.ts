import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { loadFail2ban } from '../src/detectors/fail2ban/load.ts'
import { Sieve } from '../src/detectors/fail2ban/sieve.ts'
import { files, folder } from './data.ts'

/** Filters of fail2ban; they are the user's, as a distribution's package brings them. */
const config: string = process.env['TRIPLINE_FAIL2BAN'] ?? '/etc/fail2ban'
const tests = 'conformance/fail2ban'

/** What became of the lines of a filter's own tests. */
export interface FilterResult {
  readonly name: string
  readonly lines: number
  readonly right: number
  /** Lines that are judged otherwise, with what the test says. */
  readonly wrong: readonly {
    readonly line: string
    readonly wanted: string
    readonly got: string
  }[]
}

/** Runs fail2ban's tests of the filters that are here; undefined when either is not. */
export function filterTests(): FilterResult[] | undefined {
  if (!existsSync(join(config, 'filter.d')) || !existsSync(join(folder, tests))) return undefined
  const filters = globSync('filter.d/*.{conf,local}', { cwd: config }).map((name) => ({
    name,
    text: readFileSync(join(config, name), 'utf8'),
  }))
  return files(`${tests}/*`)
    .filter(({ name }) =>
      filters.some((filter) => filter.name === `filter.d/${basename(name)}.conf`),
    )
    .map(({ name, lines }) => judged(basename(name), lines, filters))
}

type Options = Readonly<Record<string, string>>

function judged(
  name: string,
  lines: readonly string[],
  filters: readonly { name: string; text: string }[],
): FilterResult {
  const sieves = new Map<string, Sieve | undefined>()
  const sieveFor = (options: Options): Sieve | undefined => {
    const list = Object.entries(options).map(([key, value]) => `${key}="${value}"`)
    const jail = `[test]\nenabled = true\nfilter = ${name}[${list.join(', ')}]\n`
    if (!sieves.has(jail)) {
      const { jails } = loadFail2ban([...filters, { name: 'jail.local', text: jail }], {
        keepGoing: true,
      })
      const found = jails.find((one) => one.name === 'test')
      sieves.set(jail, found && new Sieve([found.filter]))
    }
    return sieves.get(jail)
  }
  let options: readonly Options[] = [{}]
  let said: { match: boolean; host?: string } | undefined
  let count = 0
  const wrong: { line: string; wanted: string; got: string }[] = []
  const judge = (line: string, wanted: string): void => {
    for (const one of options) {
      count++
      const got = hostIn(sieveFor(one), line)
      if (got !== wanted) wrong.push({ line, wanted, got })
    }
  }
  for (const line of lines) {
    const [, key, json] = /^# ?(failJSON|filterOptions): (.*)$/.exec(line) ?? []
    if (key === 'filterOptions') options = [JSON.parse(json!) as Options | Options[]].flat()
    else if (key === 'failJSON') said = JSON.parse(json!) as typeof said
    else if (!line.startsWith('#') && said) {
      judge(line, said.match ? (said.host ?? '') : 'no match')
      said = undefined
    }
  }
  return { name, lines: count, right: count - wrong.length, wrong }
}

function hostIn(sieve: Sieve | undefined, line: string): string {
  let host = sieve ? 'no match' : 'not loaded'
  sieve?.match(line, (_, match) => (host = match.host || match.id))
  return host
}
