import type { Alert, Incident } from '../event/alert.ts'
import type { Event } from '../event/event.ts'
import { severities } from '../event/finding.ts'
import type { Finding } from '../event/finding.ts'
import { copyStart } from '../text/copy.ts'
import { Clients, longestName } from './clients.ts'
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
  private readonly clients: Clients

  constructor(options: AlertOptions = {}, saved?: AlertsState) {
    this.settings = settingsOf(options)
    this.state = saved ? structuredClone(saved) : emptyState()
    this.incidentTable = new Incidents(this.state.incidents)
    this.clients = new Clients(this.state.neighbours)
    this.requeue()
    for (const story of this.state.stories.values()) if (!story.noted) this.clients.add(story)
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
    return this.clients.gravest(client)
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
    const key = this.clients.neighbour(finding.topic, event.network)
    const story = key === undefined ? undefined : this.alive(key, finding.time)
    if (story) this.clients.joinNeighbour(story, event.network, finding.entity.value)
    return story
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
      this.clients.join(story, finding.entity.value)
      return story
    }
    return undefined
  }

  private addNote(story: Story, finding: Finding): boolean {
    story.notes ??= newNotes()
    return addNote(story.notes, finding, this.settings)
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
    this.clients.add(story)
    this.clients.announce(story, event)
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
      this.clients.leave(story)
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

/** What is given up first when there is no room: low numbers. */
function worth(story: Story): number {
  if (story.noted) return 0
  return story.alert.state === 'resolved' ? 1 : 2 + severities.indexOf(story.alert.severity)
}

function keyOf({ topic, entity: { type, value } }: Finding): string {
  return `${topic} ${type} ${value.length > longestName ? value.slice(0, longestName) : value}`
}
