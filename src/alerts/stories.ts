import type { Entity, Finding, Topic } from '../event/finding.ts'
import type { Story } from './story/story.ts'

/** Longest name of an entity that is kept. */
export const longestName = 512

type Shelf = Map<string, Story>

const empty: ReadonlyMap<string, Story> = new Map()

/** All stories in memory, by key, and by topic and entity without a key being put together. */
export class Stories {
  readonly byKey: Map<string, Story>
  private readonly shelves = new Map<Topic, Map<Entity['type'], Shelf>>()

  /** @param byKey is kept and changed */
  constructor(byKey: Map<string, Story>) {
    this.byKey = byKey
    for (const story of byKey.values()) this.shelve(story)
  }

  get size(): number {
    return this.byKey.size
  }

  find(topic: Topic, { type, value }: Entity): Story | undefined {
    return this.shelf(topic, type).get(nameOf(value))
  }

  /** Stories of one topic about entities of one type, by the entity's name. */
  shelf(topic: Topic, type: Entity['type']): ReadonlyMap<string, Story> {
    return this.shelves.get(topic)?.get(type) ?? empty
  }

  add(story: Story): void {
    this.byKey.set(story.key, story)
    this.shelve(story)
  }

  remove({ key, topic, about: { type, value } }: Story): void {
    this.byKey.delete(key)
    this.shelves.get(topic)?.get(type)?.delete(value)
  }

  private shelve(story: Story): void {
    const { topic, about } = story
    let types = this.shelves.get(topic)
    if (!types) this.shelves.set(topic, (types = new Map()))
    let shelf = types.get(about.type)
    if (!shelf) types.set(about.type, (shelf = new Map()))
    shelf.set(about.value, story)
  }
}

/** What names a story among all. */
export function keyOf({ topic, entity: { type, value } }: Finding): string {
  return `${topic} ${type} ${nameOf(value)}`
}

function nameOf(value: string): string {
  return value.length > longestName ? value.slice(0, longestName) : value
}
