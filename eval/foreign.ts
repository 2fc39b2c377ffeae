import { code, percent, table } from '../bench/markdown.ts'
import { readable } from '../src/text/readable.ts'
import { crsPart } from './crs.ts'
import { hubTests } from './crowdsec.ts'
import { filterTests } from './fail2ban.ts'

/** What rules of others do under their own tests, where they are here: a part of the page. */
export function foreignPart(): string {
  return `${crsPart()}${hubPart()}${filterPart()}`
}

function hubPart(): string {
  const title = '\n## CrowdSec scenarios, loaded\n\n'
  const result = hubTests()
  if (!result) return `${title}Not measured: no hub here (\`TRIPLINE_CROWDSEC_HUB\`).\n`
  const { cases, right, absent, wrong, loaded } = result
  const lines = wrong.map(
    ({ name, wanted, got }) => `- ${name}: wanted ${code(wanted)}, got ${code(got)}\n`,
  )
  const missing = absent.length > 0 ? ` Not in the hub that is here: ${absent.join(', ')}.` : ''
  return `${title}${right} of ${cases} of the hub's own cases end as they should; goal: 28 of 30.${missing} Scenarios loaded: ${loaded.scenarios}; not supported: ${loaded.unsupported.length}; with mistakes: ${loaded.mistakes.length}.\n\n${lines.join('')}`
}

function filterPart(): string {
  const title = '\n## fail2ban filters, loaded\n\n'
  const results = filterTests()
  if (!results) return `${title}Not measured: no filters here (\`TRIPLINE_FAIL2BAN\`).\n`
  const rows = results.map(({ name, lines, right }) => [name, String(lines), percent(right, lines)])
  const wrong = results
    .flatMap((one) => one.wrong)
    .slice(0, 20)
    .map(
      ({ line, wanted, got }) => `- ${code(readable(line, 120))}: wanted ${wanted}, got ${got}\n`,
    )
  return `${title}Lines of the filters' own tests judged as the tests say; goal: all.\n\n${table(['filter', 'lines', 'right'], rows)}\n${wrong.join('')}`
}
