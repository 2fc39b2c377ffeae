import { mostKeep } from './options.ts'
import type { AlertSettings } from './options.ts'
import type { Story } from './story/story.ts'

/** When something happens to a story if nothing else is found: its notes are forgotten, it is resolved, it ends. */
export function dueOf(story: Story, settings: AlertSettings): number {
  const { alert, noted, resolvedAt } = story
  if (noted) return alert.last + settings.noteWindow
  const { keepFiringFor, reopenWithin } = settings.topics[story.topic]
  const gap = story.findings > 1 ? (alert.last - alert.first) / (story.findings - 1) : 0
  const patience = Math.min(mostKeep, Math.ceil(Math.max(story.span, 3 * gap)))
  return alert.state === 'resolved'
    ? resolvedAt + Math.max(reopenWithin, patience)
    : alert.last + Math.max(keepFiringFor, patience)
}
