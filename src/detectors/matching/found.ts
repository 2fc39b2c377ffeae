import type { Condensed } from '../../text/decoding/condense.ts'
import type { TextView } from '../../text/decoding/view.ts'
import type { Stretch } from '../../text/search/pattern.ts'

/** Where a test held: in which view, from where to where, and which bytes of the field that was. */
export interface Found {
  readonly view: TextView
  readonly stretch: Stretch
  /** Bytes of the field as logged: `[start, end)`. */
  readonly start: number
  readonly end: number
}

/** Where a test held that held for a stretch of a view. */
export function foundAt(view: TextView, stretch: Stretch, condensed: Condensed | undefined): Found {
  return placed(locate(view, stretch), condensed)
}

function locate(view: TextView, stretch: Stretch): Found {
  const { start, end } = stretch
  if (start === end) {
    const at =
      start < view.length ? view.starts[start]! : view.length > 0 ? view.ends[start - 1]! : 0
    return { view, stretch, start: at, end: at }
  }
  return { view, stretch, start: view.starts[start]!, end: view.ends[end - 1]! }
}

/** Where a test held in the whole of a text of which stretches were looked at. */
function placed(found: Found, condensed: Condensed | undefined): Found {
  if (!condensed) return found
  const start = condensed.placeOf(found.start)
  const end = found.end > found.start ? condensed.placeOf(found.end - 1) + 1 : start
  return { ...found, start, end }
}
