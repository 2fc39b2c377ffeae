import type { Alert, Incident } from '../event/alert.ts'
import type { Event } from '../event/event.ts'
import { severities } from '../event/finding.ts'
import type { Finding } from '../event/finding.ts'
import { copyStart } from '../text/copy.ts'
import { DueQueue } from './due.ts'
import { Incidents, newIncidents } from './incidents.ts'
import type { IncidentState } from './incidents.ts'
import { addNote, newNotes, rulesSince } from './notes.ts'
import { mostKeep, settingsOf } from './options.ts'
import type { AlertOptions, AlertSettings } from './options.ts'
import { atLeast, newStory, refresh, surer, tell, worse } from './story.ts'
import type { Story } from './story.ts'
import { isTold, toldOf } from './told.ts'

/** What a restart needs; structured-cloneable. */
export interface AlertsState {
  stories: Map<string, Story>
  incidents: IncidentState
  /** Keys of stories whose change was not yet told, and stories that ended meanwhile. */
  changed: Set<string>
  ended: Alert[]
  /** Stories given up because the table was full. */
  evicted: number
  /** First alert of each topic and network, by its story's key: neighbours join it. */
  neighbours: Map<string, string>
}

const longestKey = 512
const membersKept = 2000
const clientsKept = 100_000
const endedKept = 10_000

/**
 * Makes alerts of findings and incidents of alerts. One alert per topic and entity at a time; notes
 * add up until they are one. Pure: time comes with the findings and with `advance`.
 */
export class Alerts {
  private readonly settings: AlertSettings
  private readonly state: AlertsState
  private readonly incidentTable: Incidents
  private readonly due = new DueQueue()
  /** Stories that are alerts, by client: its own and those it was taken into. */
  private readonly byClient = new Map<string, Story[]>()

  constructor(options: AlertOptions = {}, saved?: AlertsState) {
    this.settings = settingsOf(options)
    this.state = saved ? structuredClone(saved) : emptyState()
    this.incidentTable = new Incidents(this.state.incidents)
    this.requeue()
    for (const story of this.state.stories.values()) if (!story.noted) this.indexClients(story)
  }

  /** Stories given up because there were too many at once. */
  get evicted(): number {
    return this.state.evicted
  }

  /**
   * Takes a finding, with the event it was made for when there was one.
   * @returns the alert it belongs to, which `firingFor` may answer with from now on; undefined while
   * there are only notes. Its sentence, reasons and lines may be older than its other fields.
   */
  take(finding: Finding, event?: Event): Alert | undefined {
    const story = this.storyFor(finding, event)
    const { alert } = story
    const quiet = story.noted || alert.state === 'resolved'
    const enough = finding.note && quiet && this.addNote(story, finding)
    const weak = finding.note && !enough
    if (quiet && !story.noted) {
      if (weak) return undefined
      alert.state = 'firing'
    }
    tell(story, finding, event)
    if (story.noted) {
      if (weak) return undefined
      this.begin(story, event, enough)
    }
    if (alert.state === 'pending') this.fireWhenDue(story, finding, enough)
    // What it has become may fall due sooner than what it was.
    if (quiet) this.queue(story, this.dueOf(story))
    this.incidentTable.touch(alert)
    this.noteChange(story)
    return alert
  }

  /** Lets event time pass: resolves what has been silent for long enough, forgets what ended long ago. */
  advance(time: number): void {
    while (this.due.next <= time) {
      const { at, key } = this.due.take()!
      const story = this.state.stories.get(key)
      if (story?.queued !== at) continue
      const real = this.dueOf(story)
      if (real > at) this.queue(story, real)
      else this.expire(story, at)
    }
  }

  /** Alerts that began, fired, changed in a way that matters or ended since the last call. */
  changes(): Alert[] {
    const changed = this.state.ended
    this.state.ended = []
    for (const key of this.state.changed) {
      const story = this.state.stories.get(key)
      if (!story) continue
      story.told = toldOf(story.alert)
      changed.push(refresh(story))
    }
    this.state.changed.clear()
    return changed
  }

  /** Incidents that changed since the last call. */
  incidentChanges(): Incident[] {
    return this.incidentTable.changes(this.state.stories)
  }

  /** The gravest firing alert of a client. Its sentence, reasons and lines may be older than the rest. */
  firingFor(client: string): Alert | undefined {
    const stories = this.byClient.get(client)
    if (!stories) return undefined
    let best: Alert | undefined
    for (const { alert } of stories)
      if (alert.state === 'firing' && (!best || graver(alert, best))) best = alert
    return best
  }

  /** All alerts in memory, by their beginning. */
  all(): Alert[] {
    return [...this.state.stories.values()]
      .filter((story) => !story.noted)
      .map((story) => refresh(story))
      .toSorted((a, b) => a.first - b.first || (a.id < b.id ? -1 : 1))
  }

  /** All incidents that have alerts in memory, by their beginning. */
  incidents(): Incident[] {
    return this.incidentTable
      .list(this.state.stories)
      .toSorted((a, b) => a.first - b.first || (a.id < b.id ? -1 : 1))
  }

  save(): AlertsState {
    return structuredClone(this.state)
  }

  /** The story a finding goes into: its own, or that of the distributed attack it is part of. */
  private storyFor(finding: Finding, event: Event | undefined): Story {
    const key = keyOf(finding)
    const known = this.alive(key, finding.time)
    if (known && !known.noted) return known
    const wide =
      event && finding.entity.type === 'client'
        ? (this.wideFor(finding, event) ?? this.neighbourFor(finding, event))
        : undefined
    if (wide) return wide
    if (known) return known
    if (this.state.stories.size >= this.settings.most) this.makeRoom()
    const story = newStory(copyStart(key, Infinity), finding)
    this.state.stories.set(story.key, story)
    this.queue(story, this.dueOf(story))
    return story
  }

  /** The story of a key, unless its time is over. */
  private alive(key: string, time: number): Story | undefined {
    let story = this.state.stories.get(key)
    while (story) {
      const at = this.dueOf(story)
      if (time < at) return story
      this.expire(story, at)
      story = this.state.stories.get(key)
    }
    return undefined
  }

  /** The alert of the same topic about a neighbour in the client's network; it becomes one about the network. */
  private neighbourFor(finding: Finding, event: Event): Story | undefined {
    if (event.kind !== 'request' || event.network === '') return undefined
    const key = this.state.neighbours.get(`${finding.topic} ${event.network}`)
    const story = key === undefined ? undefined : this.alive(key, finding.time)
    if (!story) return undefined
    const { alert } = story
    if (alert.entity.type === 'client') {
      this.join(story, alert.entity.value)
      alert.entity = { type: 'network', value: copyStart(event.network, longestKey) }
    }
    this.join(story, finding.entity.value)
    return story
  }

  /** Takes a client into a story about many. */
  private join(story: Story, client: string): void {
    if (!this.hasRoomFor(story) || story.members?.has(client)) return
    const kept = copyStart(client, longestKey)
    story.members ??= new Set()
    story.members.add(kept)
    this.indexClient(kept, story)
  }

  /** A firing alert of the same topic about the network, route or host that this client is at. */
  private wideFor(finding: Finding, event: Event): Story | undefined {
    if (event.kind !== 'request') return undefined
    for (const entity of [
      `network ${event.network}`,
      `route ${event.host}${event.route}`,
      `host ${event.host}`,
    ]) {
      const story = this.state.stories.get(`${finding.topic} ${entity}`)
      if (!story || story.alert.state !== 'firing' || finding.time >= this.dueOf(story)) continue
      if (!atLeast(story.alert.severity, finding.severity)) continue
      this.join(story, finding.entity.value)
      return story
    }
    return undefined
  }

  private addNote(story: Story, finding: Finding): boolean {
    story.notes ??= newNotes()
    return addNote(story.notes, finding, this.settings)
  }

  private hasRoomFor(story: Story): boolean {
    return (story.members?.size ?? 0) < membersKept && this.byClient.size < clientsKept
  }

  private begin(story: Story, event: Event | undefined, byNotes: boolean): void {
    const { alert, notes } = story
    story.noted = false
    if (byNotes && notes) {
      const many =
        rulesSince(notes, alert.last - this.settings.noteWindow) >= this.settings.noteRules
      alert.severity = worse(alert.severity, many ? 'medium' : 'low')
      alert.confidence = surer(alert.confidence, many ? 'medium' : 'low')
    }
    this.incidentTable.join(story, event)
    this.indexClients(story)
    if (event?.kind !== 'request' || event.network === '' || alert.entity.type !== 'client') return
    const network = `${story.topic} ${copyStart(event.network, longestKey)}`
    if (!this.state.neighbours.has(network)) {
      this.state.neighbours.set(network, story.key)
      story.network = network
    }
  }

  private fireWhenDue(story: Story, finding: Finding, byNotes: boolean): void {
    const { alert } = story
    const wait = this.settings.topics[story.topic].for
    const grave = atLeast(finding.severity, 'high') && !finding.note
    if (
      byNotes ||
      grave ||
      story.findings >= this.settings.enough ||
      alert.last - alert.first >= wait
    )
      alert.state = 'firing'
  }

  /** When something happens to the story if nothing else is found. */
  private dueOf(story: Story): number {
    const { alert, noted, resolvedAt } = story
    if (noted) return alert.last + this.settings.noteWindow
    const { keepFiringFor, reopenWithin } = this.settings.topics[story.topic]
    const gap = story.findings > 1 ? (alert.last - alert.first) / (story.findings - 1) : 0
    const patience = Math.min(mostKeep, Math.ceil(Math.max(story.span, 3 * gap)))
    return alert.state === 'resolved'
      ? resolvedAt + Math.max(reopenWithin, patience)
      : alert.last + Math.max(keepFiringFor, patience)
  }

  /** What `dueOf` announced has come. */
  private expire(story: Story, at: number): void {
    const { alert } = story
    if (story.noted || alert.state === 'resolved') return this.drop(story)
    alert.state = 'resolved'
    story.resolvedAt = at
    this.incidentTable.touch(alert)
    this.noteChange(story)
    this.queue(story, this.dueOf(story))
  }

  private queue(story: Story, at: number): void {
    story.queued = at
    this.due.add({ at, key: story.key })
  }

  private requeue(): void {
    this.due.clear()
    for (const story of this.state.stories.values()) this.queue(story, this.dueOf(story))
  }

  private drop(story: Story): void {
    if (!story.noted) {
      if (this.state.changed.delete(story.key) && this.state.ended.length < endedKept)
        this.state.ended.push(refresh(story))
      this.incidentTable.leave(story)
      if (story.network !== '') this.state.neighbours.delete(story.network)
      for (const client of clientsOf(story)) this.forgetClient(client, story)
    }
    this.state.stories.delete(story.key)
  }

  /** Gives up a tenth of the stories: notes and resolved ones first, then the mildest and oldest. */
  private makeRoom(): void {
    const order = [...this.state.stories.values()].toSorted(
      (a, b) => worth(a) - worth(b) || a.alert.last - b.alert.last || (a.key < b.key ? -1 : 1),
    )
    for (const story of order.slice(0, Math.max(1, order.length / 10))) {
      if (story.alert.state !== 'resolved' && !story.noted) {
        story.alert.state = 'resolved'
        this.noteChange(story)
      }
      this.drop(story)
      this.state.evicted++
    }
    if (this.due.size > 4 * this.settings.most) this.requeue()
  }

  private noteChange(story: Story): void {
    if (isTold(story)) return
    this.state.changed.add(story.key)
    this.incidentTable.tell(story.alert)
  }

  private indexClients(story: Story): void {
    for (const client of clientsOf(story)) this.indexClient(client, story)
  }

  private indexClient(client: string, story: Story): void {
    const stories = this.byClient.get(client)
    if (!stories) this.byClient.set(client, [story])
    else if (!stories.includes(story)) stories.push(story)
  }

  private forgetClient(client: string, story: Story): void {
    const left = this.byClient.get(client)?.filter((other) => other !== story) ?? []
    if (left.length > 0) this.byClient.set(client, left)
    else this.byClient.delete(client)
  }
}

function emptyState(): AlertsState {
  return {
    stories: new Map(),
    incidents: newIncidents(),
    changed: new Set(),
    ended: [],
    evicted: 0,
    neighbours: new Map(),
  }
}

function clientsOf(story: Story): string[] {
  const { type, value } = story.alert.entity
  return [...(type === 'client' ? [value] : []), ...(story.members ?? [])]
}

function graver(a: Alert, b: Alert): boolean {
  const by = severities.indexOf(a.severity) - severities.indexOf(b.severity)
  return by > 0 || (by === 0 && (a.score > b.score || (a.score === b.score && a.id < b.id)))
}

/** What is given up first when there is no room: low numbers. */
function worth(story: Story): number {
  if (story.noted) return 0
  return story.alert.state === 'resolved' ? 1 : 2 + severities.indexOf(story.alert.severity)
}

function keyOf({ topic, entity: { type, value } }: Finding): string {
  return `${topic} ${type} ${value.length > longestKey ? value.slice(0, longestKey) : value}`
}
