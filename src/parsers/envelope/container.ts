import { isoTime } from '../fields/time.ts'
import { emptyLeaves, scan, unescapeJson, wantedOf } from '../json/scan.ts'
import type { Unwrapped } from './envelope.ts'

const leaves = emptyLeaves<'log' | 'time'>()
const wanted = wantedOf(
  new Map<string, 'log' | 'time'>([
    ['log', 'log'],
    ['time', 'time'],
  ]),
)

/** `{"log":"…\n","stream":"stdout","time":"…"}`, as the json-file driver of Docker writes. */
export function unwrapDocker(line: string): Unwrapped | undefined {
  if (!line.startsWith('{"log":"') || !scan(line, wanted, leaves)) return undefined
  let text: string | undefined
  let at = 0
  let time = Number.NaN
  for (let index = 0; index < leaves.count; index++) {
    const value = line.slice(leaves.starts[index], leaves.ends[index])
    if (leaves.uses[index] === 'time') time = isoTime(value)
    if (leaves.uses[index] !== 'log') continue
    at = leaves.starts[index]!
    text = unescapeJson(value)
  }
  if (text === undefined || time !== time) return undefined
  return {
    text: text.endsWith('\n') ? text.slice(0, text.endsWith('\r\n') ? -2 : -1) : text,
    at,
    server: '',
    time,
  }
}

/** `TIME stdout F …`, as the container runtimes of Kubernetes write; a part of a split line is marked P. */
export function unwrapCri(line: string): Unwrapped | undefined {
  const space = line.indexOf(' ')
  if (space < 20 || space > 40 || line.charCodeAt(space + 1) !== 115) return undefined
  const hasStream = line.startsWith('stdout ', space + 1) || line.startsWith('stderr ', space + 1)
  const tag = line.charCodeAt(space + 8)
  if (!hasStream || (tag !== 70 && tag !== 80) || line.charCodeAt(space + 9) !== 32)
    return undefined
  const time = isoTime(line.slice(0, space))
  return time === time
    ? { text: line.slice(space + 10), at: space + 10, server: '', time }
    : undefined
}
