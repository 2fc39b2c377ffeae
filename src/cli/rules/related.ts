import { existsSync, globSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { RuleKind, RuleText } from './family.ts'
import { read } from './read.ts'

/**
 * Files that rules need beside themselves: data that they name, what they include.
 * @param rest the other files of the folder that was named; undefined when a file was named, so that
 * what it needs is looked for around it
 */
export function relatedTo(
  kind: RuleKind,
  own: readonly RuleText[],
  rest: readonly RuleText[] | undefined,
): readonly RuleText[] {
  if (kind === 'crs') return [...crsData(own, rest), ...crsIncluded(own)]
  if (kind === 'crowdsec') return crowdsecData(own, rest)
  return kind === 'fail2ban' && !rest ? fail2banIncluded(own) : []
}

function crsData(own: readonly RuleText[], rest: readonly RuleText[] | undefined): RuleText[] {
  const folders = new Set(own.map(({ name }) => dirname(name)))
  if (!rest)
    return [...folders].flatMap((folder) => globSync(join(folder, '*.data')).toSorted().map(read))
  const text = own.map((one) => one.text).join('\n')
  return rest.filter(({ name }) => text.includes(basename(name)))
}

/** What rules include from elsewhere, as Debian's does with settings in /etc. */
function crsIncluded(own: readonly RuleText[]): RuleText[] {
  const known = new Set(own.map(({ name }) => name))
  const paths = own.flatMap(({ name, text }) =>
    Array.from(text.matchAll(/^[ \t]*Include(?:Optional)?[ \t]+"?([^"\s]+)/gim), ([, path]) =>
      isAbsolute(path!) ? path! : join(dirname(name), path!),
    ),
  )
  const found = [...new Set(paths.flatMap((path) => globSync(path).toSorted()))]
    .filter((file) => !known.has(file))
    .map(read)
  if (found.length === 0) return []
  const more = crsIncluded([...own, ...found])
  return [...found, ...crsData(found, undefined), ...more]
}

function crowdsecData(own: readonly RuleText[], rest: readonly RuleText[] | undefined): RuleText[] {
  const names = new Set<string>()
  for (const { text } of own)
    for (const [, name] of text.matchAll(/(?:dest_file|source_url):[ \t]*["']?([^"'\s]+)/g))
      names.add(basename(name!))
  const beside = (rest ?? []).filter(({ name }) => names.has(basename(name)))
  for (const { name } of beside) names.delete(basename(name))
  const folders = [...new Set(own.map(({ name }) => dirname(name)))]
  const around = folders
    .flatMap((folder) => ['.', 'data', '../data', '../../data'].map((way) => join(folder, way)))
    .flatMap((folder) => [...names].map((name) => join(folder, name)))
    .filter(existsSync)
    .map(read)
  return [...beside, ...around]
}

/** Filters that jails ask for, and common parts that filters ask for. */
function fail2banIncluded(own: readonly RuleText[]): RuleText[] {
  const known = new Set(own.map(({ name }) => name))
  const found: RuleText[] = []
  const add = (path: string): void => {
    if (known.has(path) || !existsSync(path)) return
    known.add(path)
    const file = read(path)
    found.push(file)
    follow(file)
  }
  const follow = ({ name, text }: RuleText): void => {
    const folder = dirname(name)
    for (const [, names] of text.matchAll(/^(?:before|after)[ \t]*=[ \t]*(.+)$/gm))
      for (const one of names!.trim().split(/\s+/)) add(join(folder, one))
    if (!basename(name).startsWith('jail') && basename(folder) !== 'jail.d') return
    const home = basename(folder) === 'jail.d' ? dirname(folder) : folder
    const filters = [
      ...text.matchAll(/^filter[ \t]*=[ \t]*([\w.-]+)/gm),
      ...text.matchAll(/^\[([\w.-]+)\]/gm),
    ]
    for (const [, filter] of filters)
      for (const end of ['conf', 'local']) add(join(home, 'filter.d', `${filter}.${end}`))
  }
  for (const file of own) follow(file)
  return found
}
