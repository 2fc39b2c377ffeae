import { machine, machineLine } from '../../bench/machine.ts'
import { code, count, percent, table } from '../../bench/markdown.ts'
import { readable } from '../../src/text/readable.ts'
import { dataPart } from '../page.ts'
import type { BenignRow } from './benign.ts'
import type { Cluster } from './clusters.ts'
import type { Shop } from './csic.ts'
import type { Row } from './rows.ts'
import type { Part } from './sample.ts'

/** Everything that the page tells. */
export interface SignatureResults {
  readonly rows: readonly Row[]
  readonly shop: Shop | undefined
  readonly benign: readonly BenignRow[]
  /** Names of the others, in the order of each row's figures: the baseline first. */
  readonly others: readonly string[]
  /** What rules of others do, as a part of the page. */
  readonly foreign: string
}

/** Most texts of a list of what is wrong. */
const most = 40

/** The page docs/signature-quality.md. */
export function signaturePage(results: SignatureResults): string {
  const { rows, shop, others } = results
  return [
    `<!-- Written by \`npm run eval\`. -->\n\n# Quality of the signatures\n\n${machineLine(machine())}\n`,
    introduction(others),
    ...parts.map(([part, title, about]) => partText(part, title, about, results)),
    shop ? shopPart(shop) : '',
    benignPart(results),
    worstPart(rows),
    results.foreign,
    dataPart(),
  ]
    .filter((text) => text !== '')
    .join('\n')
}

function introduction(others: readonly string[]): string {
  const core = others.some((name) => name.startsWith('CRS'))
    ? 'CRS 1 and CRS 2 are the Core Rule Set at paranoia levels 1 and 2, loaded into the same engine, at its own threshold; of large lists an even sample.'
    : 'The Core Rule Set is not here (`TRIPLINE_CRS`): no column for it.'
  return `Each request alone, by the shipped signatures with their defaults, as a log shows it: no bodies, cookies or other headers; answered with 200, from a browser, where the list says nothing else. Found means a finding that stands alone; noted only, one that is shown on its line and adds up, but raises no alert by itself. The baseline is one regular expression over the once-decoded text. ${core}\n`
}

const parts: readonly [Part, string, string][] = [
  [
    'payloads',
    'Payload lists',
    'Each text as the value of one query argument; whole targets as they are. Left out: comments, and lines that are no payload alone (bare names, single characters).',
  ],
  [
    'tables',
    'Labelled tables',
    'Public tables of labelled texts. Many labels are wrong: attacks hold prose, the others hold markup and SQL.',
  ],
  [
    'bypass',
    'WAF bypass',
    'Each payload once for each zone that a log shows: path, arguments, agent, referrer.',
  ],
  ['httpparams', 'HttpParams', 'Values of parameters, each as a query argument.'],
  [
    'core',
    'Core Rule Set tests',
    'Stages of its own tests that show something unusual in target, agent, referrer, method or protocol, and send no body, cookie or other header. No match means only that one rule must not hold: many of these are attacks all the same.',
  ],
  [
    'core as query',
    'Core Rule Set tests, forms as queries',
    'Stages that send a form, with the form as their query.',
  ],
  ['benign', 'Texts that are no attack', ''],
]

function partText(
  part: Part,
  title: string,
  about: string,
  { rows, others }: SignatureResults,
): string {
  const own = rows.filter((row) => row.part === part)
  if (own.length === 0) return ''
  const heading = ['', 'requests', 'found', 'noted only', 'goal', 'met', ...others]
  const wrong = own
    .filter(({ attack, wrong }) => !attack && wrong.length > 0 && part !== 'tables')
    .map(({ name, wrong }) => `${name}, found wrongly:\n\n${list(wrong, most)}`)
  return `## ${title}\n\n${about === '' ? '' : `${about}\n\n`}${table(heading, own.map(cells))}
${wrong.join('\n')}`
}

function cells(row: Row): string[] {
  const { attack, goal, found, texts } = row
  const sign = attack ? '≥' : '≤'
  const isMet =
    goal === undefined ? undefined : attack ? found >= goal * texts : found <= goal * texts
  return [
    attack ? row.name : `${row.name} (no attack)`,
    count(texts),
    share(found, texts, !attack),
    percent(row.noted, texts),
    goal === undefined ? '' : `${sign} ${(100 * goal).toFixed(attack ? 0 : 1)} %`,
    isMet === undefined ? '' : isMet ? 'yes' : '**no**',
    ...row.others.map((other) => share(other * texts, texts, !attack)),
  ]
}

/** Few among many need more digits. */
function share(part: number, whole: number, isSmall: boolean): string {
  return isSmall && whole > 0 ? `${((100 * part) / whole).toFixed(2)} %` : percent(part, whole)
}

function list(wrong: readonly Cluster[], length: number): string {
  return wrong
    .slice(0, length)
    .map(({ text, by, size }) => `- ${size} × ${code(readable(text, 160))}${by && ` (${by})`}\n`)
    .join('')
}

function shopPart({ attacks, visible, noise, ordinary, rows, missed, wrong }: Shop): string {
  return `## CSIC 2010, development part

${count(attacks)} attacks and ${count(ordinary)} ordinary requests of a shop, as a log has them: the target, never the body. ${count(visible)} attacks show in the target at all, many only as a value that this shop does not expect; ${count(noise)} are labelled attacks and equal ordinary requests. For 1 % of false positives every finding counts whose score, notes too, is above the highest score that more than 1 % of the ordinary requests reach.

${table(
  [
    '',
    'recall, all',
    'recall, visible',
    'ordinary found',
    'recall at 1 %, all',
    'recall at 1 %, visible',
    'score for 1 %',
  ],
  rows.map((row) => [
    row.name,
    inPercent(row.recall),
    inPercent(row.recallOfVisible),
    `${(100 * row.wrong).toFixed(2)} %`,
    inPercent(row.recallAt1),
    inPercent(row.recallOfVisibleAt1),
    row.threshold < 0.005 ? 'any' : row.threshold.toFixed(2),
  ]),
)}
Not found, by form:

${list(missed, 20)}
${wrong.length > 0 ? `Found wrongly:\n\n${list(wrong, 20)}` : 'Nothing found wrongly.\n'}`
}

function benignPart({ benign, others }: SignatureResults): string {
  const rows = benign.map((row) => [
    row.name,
    count(row.lines),
    String(row.flagged),
    perTenThousand(row.flagged, row.lines),
    perTenThousand(row.answered, row.lines),
    ...row.others.map((other) => other.toFixed(2)),
  ])
  const texts = benign.flatMap(({ name, texts }) => texts.map((one) => ({ name, ...one })))
  const shown = texts
    .slice(0, most)
    .map(
      ({ name, text, by, status, count: times }) =>
        `- ${name}: ${code(readable(text, 160))}, answered ${status}, ${times} × (${by})\n`,
    )
  return `## Lines of ordinary days

Lines that carry an attack finding, per 10,000. Goal: at most 1. The AIT and generated days hold no attack. The logs of elastic and secrepo are unlabelled and hold probing: a server that has what is asked for answers below 400, so the lines that it answered so are told apart, and each text is listed.

${table(['log', 'lines', 'flagged', 'per 10,000', 'of them answered below 400', ...others], rows)}
${texts.length > most ? `The first ${most} of ${texts.length} texts` : 'Every text'}:

${shown.join('')}`
}

/** The largest forms by their share of their list, of lists that are not tiny. */
function worstPart(rows: readonly Row[]): string {
  const own = rows.filter(({ isSum, part }) => !isSum && part !== 'tables')
  const worst = (attack: boolean): string[][] =>
    own
      .filter((row) => row.attack === attack && row.texts >= 20)
      .flatMap((row) => row.wrong.map((wrong) => ({ row, wrong, share: wrong.size / row.texts })))
      .toSorted((a, b) => b.share - a.share)
      .slice(0, 20)
      .map(({ row, wrong }) => [
        row.name,
        code(readable(wrong.text, 120)),
        String(wrong.size),
        percent(wrong.size, row.texts),
        wrong.by,
      ])
  const heading = ['list', 'shortest of its form', 'requests', 'of the list', 'said']
  return `## The twenty worst misses

${table(heading, worst(true))}
## The twenty worst false positives

${table(heading, worst(false))}`
}

function inPercent(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}

function perTenThousand(part: number, lines: number): string {
  return ((1e4 * part) / lines).toFixed(2)
}
