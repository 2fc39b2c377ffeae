import type { Alert, Incident } from '../event/alert.ts'
import type { Event } from '../event/event.ts'
import { severities } from '../event/finding.ts'
import type { Finding } from '../event/finding.ts'
import { copyStart } from '../text/copy.ts'
import { Clients } from './clients.ts'
import type { Neighbours } from './clients.ts'
import { DueQueue } from './due.ts'
import { Incidents, newIncidents } from './incidents.ts'
import type { IncidentState } from './incidents.ts'
import { dueOf } from './lifetime.ts'
import { addNote, newNotes, rulesSince } from './story/notes.ts'
import { settingsOf } from './options.ts'
import type { AlertOptions, AlertSettings } from './options.ts'
import { keyOf, Stories } from './stories.ts'
import { atLeast, begin, newStory, refresh, surer, tell, worse } from './story/story.ts'
import type { Story } from './story/story.ts'
import { isTold, toldOf } from './story/told.ts'
import { Wider } from './wider.ts'

/** What a restart needs; structured-cloneable. */
export interface AlertsState {
  stories: Map<string, Story>
  incidents: IncidentState
  /** Keys of stories whose change was not yet told, and alerts that ended meanwhile. */
  changed: Set<string>
  ended: Alert[]
  /** Stories given up because the table was full. */
  evicted: number
  neighbours: Neighbours
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
  private readonly stories: Stories
  private readonly wider: Wider

  constructor(options: AlertOptions = {}, saved?: AlertsState) {
    this.settings = settingsOf(options)
    this.state = saved ? structuredClone(saved) : emptyState()
    this.incidentTable = new Incidents(this.state.incidents)
    this.clients = new Clients(this.state.neighbours)
    this.stories = new Stories(this.state.stories)
    this.wider = new Wider(this.stories, this.clients, (story, time) => this.isAlive(story, time))
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
    const own = this.ownOf(finding)
    const wide = !own || own.noted ? this.wider.find(finding, event) : undefined
    const story = wide ?? own ?? this.open(finding)
    const isQuiet = story.noted || story.alert.state === 'resolved'
    if (!finding.note || !isQuiet) return this.add(story, finding, event, false)
    story.notes ??= newNotes()
    if (addNote(story.notes, finding, this.settings)) return this.add(story, finding, event, true)
    if (story.noted) tell(story, finding, event)
    return undefined
  }

  /** Lets event time pass: resolves what has been silent for long enough, forgets what ended long ago. */
  advance(time: number): void {
    while (this.due.next <= time) {
      const { at, key } = this.due.take()!
      const story = this.state.stories.get(key)
      if (story?.queued !== at) continue
      const real = dueOf(story, this.settings)
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
      story.isChanged = false
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

  /** The story about a finding's own entity. */
  private ownOf({ topic, entity, time }: Finding): Story | undefined {
    const story = this.stories.find(topic, entity)
    return story && this.isAlive(story, time) ? story : undefined
  }

  private open(finding: Finding): Story {
    if (this.stories.size >= this.settings.most) this.makeRoom()
    const story = newStory(copyStart(keyOf(finding), Infinity), finding)
    this.stories.add(story)
    this.queue(story)
    return story
  }

  /** Adds a finding to a story that is an alert, or becomes one by it. */
  private add(story: Story, finding: Finding, event: Event | undefined, byNotes: boolean): Alert {
    const { alert } = story
    const isQuiet = story.noted || alert.state === 'resolved'
    if (alert.state === 'resolved') alert.state = 'firing'
    if (story.noted) begin(story, finding)
    tell(story, finding, event)
    if (story.noted) this.announce(story, event, byNotes)
    if (alert.state === 'pending') this.fireWhenDue(story, finding, byNotes)
    // What it has become may fall due sooner than what it was.
    if (isQuiet || dueOf(story, this.settings) < story.queued) this.queue(story)
    this.incidentTable.touch(story)
    this.noteChange(story)
    return alert
  }

  /** Whether a story is still in memory at a time; what was due until then happens first. */
  private isAlive(story: Story, time: number): boolean {
    while (time >= story.queued) {
      const at = dueOf(story, this.settings)
      if (time < at) return true
      this.expire(story, at)
      if (this.state.stories.get(story.key) !== story) return false
    }
    return true
  }

  private announce(story: Story, event: Event | undefined, byNotes: boolean): void {
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

  /** What `dueOf` announced has come. */
  private expire(story: Story, at: number): void {
    const { alert } = story
    if (story.noted || alert.state === 'resolved') return this.drop(story)
    alert.state = 'resolved'
    story.resolvedAt = at
    this.noteChange(story)
    this.queue(story)
  }

  private queue(story: Story, at: number = dueOf(story, this.settings)): void {
    story.queued = at
    this.due.add({ at, key: story.key })
  }

  private requeue(): void {
    this.due.clear()
    for (const story of this.state.stories.values()) this.queue(story)
  }

  private drop(story: Story): void {
    if (!story.noted) {
      if (this.state.changed.delete(story.key) && this.state.ended.length < endedKept)
        this.state.ended.push(refresh(story))
      this.incidentTable.leave(story)
      this.clients.leave(story)
    }
    this.stories.remove(story)
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
    if (!story.isChanged) {
      story.isChanged = true
      this.state.changed.add(story.key)
    }
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
