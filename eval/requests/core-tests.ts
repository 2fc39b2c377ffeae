import type { Request } from '../../src/event/request.ts'
import { files } from '../data.ts'
import { browser, latin1, type List, type Part, type Sample } from './sample.ts'

interface Stage {
  readonly rule_id: number
  readonly family: string
  readonly test_id: number
  readonly method: string
  readonly uri: string
  readonly version: string
  readonly headers: Readonly<Record<string, string>> | null
  readonly data: string | null
  readonly expect: string
  readonly paranoia_level: number | null
  /** The target with the form that its body holds as its query. */
  readonly uri_with_body_as_query?: string
}

const goal = 0.95
/** Headers of every request of the tests: what is sent beside them is what is tested. */
const usual =
  /^(?:accept(?:-(?:encoding|language|charset))?|host|user-agent|referer|connection|keep-alive|proxy-connection|cache-control|pragma|content-(?:type|length))$/
const plainTarget = /^(?:https?:\/\/[^/?]*)?\/(?:get|post|anything)?\/?$/
const plainAgent = /^(?:OWASP CRS test agent|Mozilla\/[45]\.0 \([\w ;:.,/-]*\)[\w ()./,-]*|)$/
const plainReferrer = /^(?:https?:\/\/(?:www\.)?[\w.-]+\/?|)$/

/** The Core Rule Set's own tests whose attack a log shows, by family; then those of forms, sent as a query. */
export function coreLists(): List[] {
  const [{ lines } = { lines: [] }] = files('conformance/crs/crs_tests_dev.jsonl.gz')
  const stages = lines.map((line) => JSON.parse(line) as Stage)
  const visible = stages.filter((one) => isVisible(one))
  const forms = stages.flatMap((one) => {
    const uri = one.uri_with_body_as_query
    return uri === undefined || isVisible(one) || !isVisible({ ...one, uri, data: null })
      ? []
      : [{ ...one, uri, data: null }]
  })
  return [...listsOf('core', visible), ...listsOf('core as query', forms)]
}

function listsOf(part: Part, stages: readonly Stage[]): List[] {
  const list = (name: string, attack: boolean, some: readonly Stage[], share?: number): List => ({
    part,
    name,
    attack,
    samples: some.map(sampleOf),
    ...(share !== undefined && { goal: share }),
  })
  const attacks = stages.filter(({ expect }) => expect === 'match')
  const first = attacks.filter((one) => one.paranoia_level === 1)
  const higher = attacks.filter((one) => one.paranoia_level !== 1)
  const families = (some: readonly Stage[], level: string, share?: number): List[] => [
    { ...list(`all, ${level}`, true, some, share), isSum: true },
    ...[...Map.groupBy(some, ({ family }) => family)].map(([family, its]) =>
      list(`${shortName(family)}, ${level}`, true, its, share),
    ),
  ]
  return [
    ...families(first, 'level 1', goal),
    ...families(higher, 'levels 2 to 4'),
    list(
      'no match',
      false,
      stages.filter(({ expect }) => expect === 'no_match'),
    ),
  ].filter(({ samples }) => samples.length > 0)
}

/** 'REQUEST-942-APPLICATION-ATTACK-SQLI' as '942 sqli'. */
function shortName(family: string): string {
  const [, number = '', name = family] = /-(\d+)-(?:APPLICATION-ATTACK-)?(.*)/.exec(family) ?? []
  return `${number} ${name.toLowerCase()}`
}

/**
 * Whether a log shows what a stage tests: something unusual in target, agent, referrer, method or
 * protocol, and nothing where a log shows nothing: no body, cookie or other header.
 */
function isVisible({ method, uri, version, headers, data }: Stage): boolean {
  const names = Object.keys(headers ?? {}).map((name) => name.toLowerCase())
  if ((data ?? '') !== '' || names.some((name) => !usual.test(name))) return false
  return (
    !plainTarget.test(uri) ||
    !plainAgent.test(header(headers, 'user-agent')) ||
    !plainReferrer.test(header(headers, 'referer')) ||
    !/^(?:GET|HEAD|POST)$/.test(method) ||
    !/^HTTP\/(?:1\.[01]|2(?:\.0)?)$/.test(version)
  )
}

function sampleOf(stage: Stage): Sample {
  const { method, uri, version, headers, rule_id, test_id } = stage
  const request: Partial<Request> = {
    method: latin1(method),
    target: latin1(uri),
    protocol: latin1(version),
    agent: agentOf(headers),
    referrer: latin1(header(headers, 'referer')),
    host: latin1(header(headers, 'host')),
  }
  const { agent } = request
  const shown = [method, request.target, agent === browser ? '' : agent, request.referrer]
  return { request, text: `${rule_id}-${test_id}: ${shown.filter(Boolean).join(' | ')}` }
}

/** The tests name themselves in the agent, which would give them all away. */
function agentOf(headers: Stage['headers']): string {
  const agent = latin1(header(headers, 'user-agent'))
  return agent.replace(/^OWASP CRS test agent\s*/, '') || browser
}

function header(headers: Stage['headers'], name: string): string {
  const found = Object.entries(headers ?? {}).find(([known]) => known.toLowerCase() === name)
  return found?.[1] ?? ''
}
