import type { Event } from '../event/event.ts'
import type { Entity, Finding, Topic } from '../event/finding.ts'
import type { Request } from '../event/request.ts'
import type { Clients } from './clients.ts'
import type { Stories } from './stories.ts'
import { atLeast } from './story/story.ts'
import type { Story } from './story/story.ts'

/** Topics that may be part of an alert of another topic about the same entity. */
const partOf: Partial<Record<Topic, Partial<Record<Entity['type'], readonly Topic[]>>>> = {
  volume: { client: ['credentials', 'web-attack'], host: ['errors'] },
  errors: { host: ['volume'] },
}
/** Errors that a flood brings are seen before the flood is: milliseconds by which they may be first. */
const together = 60_000

/** Finds the alert about something wider that a finding without an alert of its own is part of. */
export class Wider {
  private readonly stories: Stories
  private readonly clients: Clients
  private readonly isAlive: (story: Story, time: number) => boolean

  /** @param isAlive whether a story is still in memory at a time; resolves it when it is due */
  constructor(
    stories: Stories,
    clients: Clients,
    isAlive: (story: Story, time: number) => boolean,
  ) {
    this.stories = stories
    this.clients = clients
    this.isAlive = isAlive
  }

  /**
   * The alert that takes the finding in. The client is a member of it from now on, unless it is a weak
   * hint alone: what its neighbours do makes nobody suspicious.
   */
  find(finding: Finding, event: Event | undefined): Story | undefined {
    if (event?.kind !== 'request' || finding.entity.type !== 'client') return this.kin(finding)
    return this.wide(finding, event) ?? this.neighbours(finding, event) ?? this.kin(finding)
  }

  /** A firing alert of the same topic about the network, route or host that this client is at. */
  private wide(finding: Finding, { network, route, host }: Request): Story | undefined {
    const { topic, entity } = finding
    const routes = this.stories.shelf(topic, 'route')
    const story =
      this.takes(this.stories.shelf(topic, 'network').get(network), finding) ??
      (routes.size > 0 ? this.takes(routes.get(host + route), finding) : undefined) ??
      this.takes(this.stories.shelf(topic, 'host').get(host), finding) ??
      this.takes(this.taking(topic, { type: 'host', value: host }), finding)
    if (story && !finding.note) this.clients.join(story, entity.value)
    return story
  }

  /** The alert of the same topic about a neighbour in the client's network; it becomes one about the network. */
  private neighbours(finding: Finding, { network }: Request): Story | undefined {
    if (network === '') return undefined
    const key = this.clients.neighbour(finding.topic, network)
    const story = key === undefined ? undefined : this.stories.byKey.get(key)
    if (!story || !this.isAlive(story, finding.time)) return undefined
    if (!finding.note) this.clients.joinNeighbour(story, network, finding.entity.value)
    return story
  }

  /** An alert of another topic that tells what the finding is a part or a cause of. */
  private kin(finding: Finding): Story | undefined {
    const { topic, entity, severity } = finding
    const isClient = entity.type === 'client'
    // What is graver than much of the same is told by itself.
    if (isClient && atLeast(severity, 'high')) return undefined
    for (const other of partOf[topic]?.[entity.type] ?? []) {
      const story = this.firing(this.stories.find(other, entity), finding.time)
      if (!story) continue
      if (isClient ? !atLeast(story.alert.severity, severity) : !isTogether(story, finding))
        continue
      if (!story.takes.includes(topic)) story.takes.push(topic)
      return story
    }
    return undefined
  }

  /** An alert of another topic that took findings of this topic in. */
  private taking(topic: Topic, entity: Entity): Story | undefined {
    for (const other of partOf[topic]?.[entity.type] ?? []) {
      const story = this.stories.find(other, entity)
      if (story?.takes.includes(topic)) return story
    }
    return undefined
  }

  private takes(story: Story | undefined, { time, severity }: Finding): Story | undefined {
    const firing = this.firing(story, time)
    return firing && atLeast(firing.alert.severity, severity) ? firing : undefined
  }

  private firing(story: Story | undefined, time: number): Story | undefined {
    return story && this.isAlive(story, time) && story.alert.state === 'firing' ? story : undefined
  }
}

/** Whether what befalls a host began with the alert: a flood takes in the errors it brings, and is taken in by them. */
function isTogether(story: Story, { topic, since }: Finding): boolean {
  const isFlood = topic === 'volume'
  return !isFlood || story.takes.includes(topic) || story.alert.first >= since - together
}
