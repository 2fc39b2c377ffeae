import { readable } from '../../text/readable.ts'
import type { Outlet } from '../shell.ts'
import { widthOf } from './layout.ts'

/** Stretches of a text, by its bytes. */
export type Stretches = readonly { readonly start: number; readonly end: number }[]

/** Characters shown before the first mark when the text is too long. */
const before = 12

interface Cell {
  readonly text: string
  readonly isMarked: boolean
}

/**
 * A text with stretches of it marked: in colour where there is colour, else by a row of ^ beneath. What is
 * too long for its room is cut around the first mark.
 * @param bytes one character per byte
 * @returns one or two rows
 */
export function markedRows(
  bytes: string,
  stretches: Stretches,
  room: number,
  to: Outlet,
): string[] {
  const cells = cellsOf(bytes, stretches)
  const { shown, head, tail } = cut(cells, room)
  const hasColour = to.style.bad('x') !== 'x'
  const text = runs(shown)
    .map((run) => (run.isMarked && hasColour ? to.style.bad(run.text) : run.text))
    .join('')
  const row = `${head}${text}${tail}`
  if (hasColour || !shown.some(({ isMarked }) => isMarked)) return [row]
  const marks = shown.map((cell) => (cell.isMarked ? '^' : ' ').repeat(widthOf(cell.text)))
  return [row, `${' '.repeat(widthOf(head))}${marks.join('')}`.trimEnd()]
}

/** Characters as people see them, each knowing whether it is marked. */
function cellsOf(bytes: string, stretches: Stretches): Cell[] {
  const cells: Cell[] = []
  let at = 0
  const add = (end: number, isMarked: boolean): void => {
    for (const text of readable(bytes.slice(at, end))) cells.push({ text, isMarked })
    at = end
  }
  for (const { start, end } of stretches) {
    add(start, false)
    add(end, true)
  }
  add(bytes.length, false)
  return cells
}

function cut(cells: readonly Cell[], room: number): { shown: Cell[]; head: string; tail: string } {
  if (cells.length <= room) return { shown: [...cells], head: '', tail: '' }
  const first = cells.findIndex(({ isMarked }) => isMarked)
  const from = first < room - before ? 0 : Math.min(first - before, cells.length - room + 1)
  const head = from > 0 ? '…' : ''
  const to = from + room - head.length
  return to >= cells.length
    ? { shown: cells.slice(from), head, tail: '' }
    : { shown: cells.slice(from, to - 1), head, tail: '…' }
}

/** Neighbours that are marked alike, together. */
function runs(cells: readonly Cell[]): Cell[] {
  const found: { text: string; isMarked: boolean }[] = []
  for (const { text, isMarked } of cells) {
    const last = found.at(-1)
    if (last?.isMarked === isMarked) last.text += text
    else found.push({ text, isMarked })
  }
  return found
}
