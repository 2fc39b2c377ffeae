import type { Alert, Incident } from '../event/alert.ts'
import type { Event } from '../event/event.ts'
import type { Entity, Topic } from '../event/finding.ts'
import type { Kind } from '../event/kinds.ts'
import { entityWords } from './sentence.ts'
import { idOf, refresh, states, worse } from './story/story.ts'
import type { Story } from './story/story.ts'
import { duration, kindWords, listing } from './words.ts'

/** An incident with what is needed to go on. Plain data. */
interface Case {
  readonly incident: Incident
  /** Stories of its alerts that are in memory. */
  readonly live: Set<string>
  readonly keys: string[]
}

/** What a restart needs. Plain data. */
export interface IncidentState {
  readonly cases: Map<string, Case>
  readonly keys: Map<string, string>
  readonly changed: Set<string>
  ended: Incident[]
}

type Stories = ReadonlyMap<string, Story>

export function newIncidents(): IncidentState {
  return { cases: new Map(), keys: new Map(), changed: new Set(), ended: [] }
}

const availability: ReadonlySet<Topic> = new Set<Topic>(['errors', 'latency', 'traffic'])
/** Topics whose attacks can come from many addresses at once. */
const distributed: ReadonlySet<Topic> = new Set<Topic>(['credentials', 'volume', 'abuse'])
const entitiesKept = 50
const alertsKept = 500
const keysKept = 200
const endedKept = 10_000

/** Groups alerts that belong together while any of them is in memory. */
export class Incidents {
  private readonly state: IncidentState

  /** @param state is kept and changed */
  constructor(state: IncidentState) {
    this.state = state
  }

  /** Puts an alert that begins now into the incident it belongs to. Sets `alert.incident`. */
  join(story: Story, event: Event | undefined): void {
    const { alert } = story
    const keys = keysOf(story, event)
    const known = keys.map((key) => this.state.keys.get(key)).find((id) => id !== undefined)
    const found =
      (known === undefined ? undefined : this.state.cases.get(known)) ?? this.open(alert)
    alert.incident = found.incident.id
    found.live.add(story.key)
    if (found.incident.alerts.length < alertsKept) found.incident.alerts.push(alert.id)
    for (const key of keys)
      if (!this.state.keys.has(key) && found.keys.length < keysKept) {
        this.state.keys.set(key, found.incident.id)
        found.keys.push(key)
      }
    this.touch(story)
  }

  /** Takes over what changed in an alert; but for its time, which is read when the incident is. */
  touch(story: Story): void {
    const { alert, touched } = story
    if (
      touched.kind === alert.kind &&
      touched.severity === alert.severity &&
      touched.entity === alert.entity.value
    )
      return
    story.touched = { kind: alert.kind, severity: alert.severity, entity: alert.entity.value }
    const found = this.state.cases.get(alert.incident)
    if (!found) return
    const { incident } = found
    incident.severity = worse(incident.severity, alert.severity)
    incident.first = Math.min(incident.first, alert.first)
    if (!incident.kinds.includes(alert.kind)) incident.kinds.push(alert.kind)
    const { type, value } = alert.entity
    const has = incident.entities.some((entity) => entity.type === type && entity.value === value)
    if (!has && incident.entities.length < entitiesKept) incident.entities.push(alert.entity)
  }

  /** An alert of the incident changed in a way that is told. */
  tell(alert: Alert): void {
    this.state.changed.add(alert.incident)
  }

  /** The alert is about to leave memory; after the last one the incident goes as well. */
  leave(story: Story): void {
    const id = story.alert.incident
    const found = this.state.cases.get(id)
    if (!found) return
    found.incident.last = Math.max(found.incident.last, story.alert.last)
    if (found.live.size === 1) {
      if (this.state.changed.delete(id) && this.state.ended.length < endedKept)
        this.state.ended.push(present(found, new Map([[story.key, story]])))
      this.state.cases.delete(id)
      for (const key of found.keys) this.state.keys.delete(key)
    }
    found.live.delete(story.key)
  }

  /** Incidents of which something was told since the last call. */
  changes(stories: Stories): Incident[] {
    const listed = this.state.ended
    this.state.ended = []
    for (const id of this.state.changed) {
      const found = this.state.cases.get(id)
      if (found) listed.push(present(found, stories))
    }
    this.state.changed.clear()
    return listed
  }

  /** All incidents as they are now. */
  list(stories: Stories): Incident[] {
    return [...this.state.cases.values()].map((found) => present(found, stories))
  }

  private open(alert: Alert): Case {
    const id = idOf('incident', { type: alert.entity.type, value: alert.id }, alert.first)
    const { severity, state, first, last } = alert
    const opened: Case = {
      incident: {
        id,
        severity,
        state,
        first,
        last,
        sentence: '',
        entities: [],
        kinds: [],
        alerts: [],
      },
      live: new Set(),
      keys: [],
    }
    this.state.cases.set(id, opened)
    return opened
  }
}

function present({ incident, live }: Case, stories: Stories): Incident {
  const members = [...live].flatMap((key) => stories.get(key) ?? [])
  const state = Math.max(0, ...members.map(({ alert }) => states.indexOf(alert.state)))
  const only = incident.alerts.length === 1 ? members[0] : undefined
  const last = members.reduce((most, { alert }) => Math.max(most, alert.last), incident.last)
  return {
    ...incident,
    last,
    entities: [...incident.entities],
    kinds: [...incident.kinds],
    alerts: [...incident.alerts],
    state: states[state]!,
    sentence: only ? refresh(only).sentence : sentenceOf({ ...incident, last }),
  }
}

function sentenceOf({ entities, kinds, alerts, first, last }: Incident): string {
  const who = listing(entities.map(entityWords), 2)
  const what = listing(
    kinds.map((kind: Kind) => kindWords(kind)),
    3,
  )
  return `${who}: ${what}; ${alerts.length} alerts in ${duration(last - first)}.`
}

/** What alerts of one incident have in common, the closest first. */
function keysOf({ alert: { entity }, topic }: Story, event: Event | undefined): string[] {
  const request = event?.kind === 'request' ? event : undefined
  if (availability.has(topic)) return [`availability ${hostOf(entity, request?.host)}`]
  const keys = [`${entity.type} ${entity.value}`]
  const wide = entity.type === 'route' || entity.type === 'host'
  if (request && !wide && entity.type !== 'network')
    keys.push(`client ${request.client}`, `network ${request.network}`)
  if (distributed.has(topic)) {
    if (wide) keys.push(`${topic} ${entity.type} ${entity.value}`)
    if (request) keys.push(`${topic} route ${request.route}`, `${topic} host ${request.host}`)
  }
  return [...new Set(keys)].filter((key) => !key.endsWith(' '))
}

function hostOf(entity: Entity, host: string | undefined): string {
  return entity.type === 'host' || entity.type === 'source' || entity.type === 'series'
    ? `${entity.type} ${entity.value}`
    : `host ${host ?? ''}`
}
