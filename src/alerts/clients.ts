import type { Alert } from '../event/alert.ts'
import type { Event } from '../event/event.ts'
import { severities } from '../event/finding.ts'
import type { Topic } from '../event/finding.ts'
import { copyStart } from '../text/copy.ts'
import { longestName } from './stories.ts'
import type { Story } from './story/story.ts'

const membersKept = 2000
const clientsKept = 100_000

/** Of each topic and network the first alert, by its story's key. Plain data. */
export type Neighbours = Map<Topic, Map<string, string>>

/** Which alerts a client is part of: its own, those it was taken into, those of its neighbours. */
export class Clients {
  /** Stories that are alerts, by client. */
  private readonly stories = new Map<string, Story[]>()
  private readonly neighbours: Neighbours

  /** @param neighbours is kept and changed */
  constructor(neighbours: Neighbours) {
    this.neighbours = neighbours
  }

  /** Takes in a story that is an alert. */
  add(story: Story): void {
    for (const client of clientsOf(story)) this.enter(client, story)
  }

  /** The story is about to leave memory. */
  leave(story: Story): void {
    if (story.network !== '') this.neighbours.get(story.topic)?.delete(story.network)
    for (const client of clientsOf(story)) {
      const left = this.stories.get(client)?.filter((other) => other !== story) ?? []
      if (left.length > 0) this.stories.set(client, left)
      else this.stories.delete(client)
    }
  }

  /** Takes a client into a story about many. */
  join(story: Story, client: string): void {
    const known = story.members?.size ?? 0
    if (known >= membersKept || this.stories.size >= clientsKept) return
    if (story.members?.has(client)) return
    const kept = copyStart(client, longestName)
    story.members ??= new Set()
    story.members.add(kept)
    this.enter(kept, story)
  }

  /** Joins a neighbour to the alert of a client, which becomes one about their network. */
  joinNeighbour(story: Story, network: string, client: string): void {
    const { alert } = story
    if (alert.entity.type === 'client') {
      this.join(story, alert.entity.value)
      alert.entity = { type: 'network', value: copyStart(network, longestName) }
    }
    this.join(story, client)
  }

  /** Lets an alert that begins be found by the client's neighbours, if it is their first. */
  announce(story: Story, event: Event | undefined): void {
    if (event?.kind !== 'request' || event.network === '') return
    if (story.alert.entity.type !== 'client') return
    const known = this.neighbours.get(story.topic) ?? new Map<string, string>()
    if (known.has(event.network)) return
    story.network = copyStart(event.network, longestName)
    this.neighbours.set(story.topic, known.set(story.network, story.key))
  }

  /** Key of the story that neighbours in this network announced. */
  neighbour(topic: Topic, network: string): string | undefined {
    return this.neighbours.get(topic)?.get(network)
  }

  /** The gravest firing alert of a client. */
  gravest(client: string): Alert | undefined {
    const stories = this.stories.get(client)
    if (!stories) return undefined
    let best: Alert | undefined
    for (const { alert } of stories)
      if (alert.state === 'firing' && (!best || graver(alert, best))) best = alert
    return best
  }

  private enter(client: string, story: Story): void {
    const stories = this.stories.get(client)
    if (!stories) this.stories.set(client, [story])
    else if (!stories.includes(story)) stories.push(story)
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
