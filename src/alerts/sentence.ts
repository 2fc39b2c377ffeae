import type { Entity, Reason, Topic } from '../event/finding.ts'
import type { Kind } from '../event/kinds.ts'
import { readable } from '../text/readable.ts'
import { probesIn } from './story/kind.ts'
import type { Story } from './story/story.ts'
import { total } from './story/tally.ts'
import { deed, duration, kindWords, listing, numeral, stateWords } from './words.ts'

/** Answers to the attempt are no question for these. */
const noAttempt: ReadonlySet<Kind> = new Set<Kind>([
  'flood',
  'distributed_flood',
  'scraping',
  'ai_crawler',
  'cache_busting',
  'expensive_requests',
  'slow_attack',
  'exfiltration',
  'referrer_spam',
  'bot_impersonation',
  'unusual_request',
  'unusual_sequence',
  'unusual_flow',
  'object_enumeration',
])
const logins: ReadonlySet<Kind> = new Set<Kind>([
  'brute_force',
  'credential_stuffing',
  'password_spraying',
])

/** Topics whose alerts hold attacks of several kinds, each of events of its own. */
const attacks: ReadonlySet<Topic> = new Set<Topic>(['web-attack', 'reconnaissance'])
/** Other attacks in an alert that are told beside the one that names it. */
const alsoTold = 2

/** What a person reads: who did what to what, how often, for how long, and whether it worked. */
export function sentenceOf(story: Story): string {
  const { alert } = story
  const happens = stateWords(alert.kind)
  return happens === undefined ? deedSentence(story) : stateSentence(story, happens)
}

/** The entity as words. */
export function entityWords({ type, value }: Entity): string {
  const text = readable(value, 80)
  if (text === '') return type === 'host' ? 'The site' : `A ${type} without name`
  return type === 'client' || type === 'route' || type === 'host'
    ? text
    : `${capital(type)} ${text}`
}

function deedSentence(story: Story): string {
  const { alert } = story
  const [did, where] = deed(alert.kind, countOf(story))
  const place = placeOf(story)
  const at = alert.kind === 'scanner' || place === '' ? '' : ` ${where} ${place}`
  const outcome = outcomeOf(story)
  return `${subject(story)} ${did}${at}${time(story)}${details(story)}${others(story)}${outcome === '' ? '' : `; ${outcome}`}.`
}

/** Whether the alert is named after one of the attacks in it, which are done by events of their own. */
function isOneOfMany({ alert, topic }: Story): boolean {
  return attacks.has(topic) && alert.kind !== 'scanner'
}

/** Events of the kind that names the alert, or all. */
function countOf(story: Story): number {
  const { alert, kinds } = story
  const share = isOneOfMany(story) ? kinds.find(({ name }) => name === alert.kind) : undefined
  return share ? total(share.tally) : alert.count
}

/** What else was tried, and how much was asked for beside. */
function others(story: Story): string {
  const { alert, kinds, beside } = story
  const also = isOneOfMany(story) ? kinds.filter(({ name }) => name !== alert.kind) : []
  const weightiest = also.toSorted((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
  const deeds = [...weightiest.slice(0, alsoTold), ...beside].map(
    ({ name, tally }) => deed(name, total(tally))[0],
  )
  return deeds.length > 0 ? `, and ${listing(deeds, deeds.length)}` : ''
}

/** Distributed attacks are done to a host or route by many. */
function subject(story: Story): string {
  const { alert } = story
  if (alert.entity.type !== 'host' && alert.entity.type !== 'route')
    return entityWords(alert.entity)
  if (alert.kind === 'distributed_flood') return entityWords(alert.entity)
  const known = story.members?.size ?? 0
  return known > 1 ? `${numeral(known)} or more addresses` : 'Many addresses'
}

function placeOf(story: Story): string {
  const { alert, targets } = story
  if (alert.entity.type === 'host' || alert.entity.type === 'route')
    return alert.kind === 'distributed_flood' ? '' : entityWords(alert.entity)
  return mostAsked(targets)
}

function mostAsked(targets: Story['targets']): string {
  const known = targets.toSorted((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
  return listing(
    known.map(({ name }) => readable(name, 60)),
    2,
  )
}

/** How long it took: what was done beside it may have gone on. */
function time({ alert, tally }: Story): string {
  const length = tally.newest - alert.first
  return length < 1000 ? '' : ` in ${duration(length)}`
}

function details(story: Story): string {
  const { alert } = story
  if (alert.kind === 'scanner') {
    const tried = probesIn(story.kinds).map((kind) => kindWords(kind))
    return tried.length === 0 ? '' : `: ${listing(tried, 4)}`
  }
  const fast = (alert.kind === 'flood' || alert.kind === 'distributed_flood') && alert.peak > 0
  return fast && alert.peak < alert.count ? `, up to ${numeral(alert.peak)} a minute` : ''
}

function outcomeOf(story: Story): string {
  const { kind, outcome } = story.alert
  if (noAttempt.has(kind)) return ''
  const worked = numeral(story.succeeded)
  if (logins.has(kind)) {
    if (story.succeeded > 0) return story.succeeded === 1 ? 'one got in' : `${worked} got in`
    return outcome === 'failed' ? 'none got in' : 'no sign that one got in'
  }
  if (kind === 'account_takeover') return ''
  if (story.succeeded > 0) return story.succeeded === 1 ? 'one worked' : `${worked} worked`
  return outcome === 'failed' ? 'all refused' : 'no sign that it worked'
}

function stateSentence({ alert, targets }: Story, happens: string): string {
  const main = alert.reasons[0]
  const usual = main && main.usual !== '' ? ` (usually ${readable(main.usual, 60)})` : ''
  const where = mostAsked(targets)
  const what =
    alert.kind === 'error_surge' && main && where !== ''
      ? `${readable(main.seen, 60)} of answers from ${where} are server errors`
      : `${entityWords(alert.entity)} ${happens}${main ? `: ${measured(main)}` : ''}`
  const length = alert.last - alert.first
  return `${what}${usual}${witnesses(alert.reasons)}${length < 1000 ? '' : `, for ${duration(length)}`}.`
}

/** 'no visits to the host in 5 min', 'median time of /cart in 1 min is 900 ms'. */
function measured({ field, seen }: Reason): string {
  const [name, value] = [readable(field, 60), readable(seen, 60)]
  if (!/^[\d.]+( [kMG])?$/.test(value)) return `${name} is ${value}`
  return `${value === '0' ? 'no' : value} ${name}`
}

function witnesses(reasons: readonly Reason[]): string {
  const clients = reasons.find(({ field }) => field.startsWith('different clients'))
  return clients ? `, seen by ${clients.seen} clients` : ''
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
