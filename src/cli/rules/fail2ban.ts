import type { Filter } from '../../detectors/fail2ban/filter.ts'
import { loadFail2ban } from '../../detectors/fail2ban/load.ts'
import { createFail2banParser } from '../../detectors/fail2ban/parser.ts'
import type { Family, Loading, RuleText } from './family.ts'
import { utf8 } from './read.ts'

const before = 'fail2ban/'

/** No literal leads to one of its patterns, so that it is tried on every line. */
function isUnled({ prefix, failures }: Filter): boolean {
  return !prefix?.clauses.length && failures.some(({ clauses }) => clauses.length === 0)
}

/** Filters and jails of fail2ban. Their names are 'fail2ban/sshd'. */
export function loadFail2banFamily(files: readonly RuleText[], loading: Loading): Family {
  const readable = files.map((file) => ({ name: file.name, text: utf8(file) }))
  const { keepGoing } = loading
  const { detectors, jails, unsupported, mistakes } = loadFail2ban(readable, { keepGoing })
  const disable = jails.flatMap(({ name }) => (loading.disable.includes(before + name) ? name : []))
  const filters = jails.map(({ filter }) => filter)
  return {
    kind: 'fail2ban',
    listed: jails.map(({ name, filter, kind, maxRetry, findTime }) => ({
      name: before + name,
      severity: kind === 'brute_force' ? 'high' : 'medium',
      kind,
      about: `${maxRetry} matches of ${filter.name} in ${findTime / 1000} s`,
      mitre: [],
      origin: 'fail2ban',
      works: 'fully' as const,
    })),
    detectors:
      disable.length > 0 ? loadFail2ban(readable, { keepGoing, disable }).detectors : detectors,
    parsers: (others, year) =>
      filters.length > 0 ? [createFail2banParser(filters, { others, year })] : [],
    lacks: unsupported.map((lack) => ({ ...lack, name: before + lack.name })),
    costly: jails.filter(({ filter }) => isUnled(filter)).map(({ name }) => before + name),
    mistakes,
  }
}
