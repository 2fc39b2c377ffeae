import { unwrapCri, unwrapDocker } from './container.ts'
import { unwrapSyslog, unwrapTimedSyslog } from './syslog.ts'

/** A line taken out of what a transport put around it. */
export interface Unwrapped {
  readonly text: string
  /** Offset of the text in the line. */
  readonly at: number
  /** Name of the machine that wrote it; '' when not said. */
  readonly server: string
  /** Epoch milliseconds of the transport; NaN when it has none. */
  readonly time: number
}

/**
 * The line inside a syslog (RFC 3164, RFC 5424), Docker json-file or Kubernetes CRI envelope; undefined without one.
 * @param year of times that are written without
 */
export function unwrap(line: string, year: () => number): Unwrapped | undefined {
  const first = line.charCodeAt(0)
  if (first >= 48 && first <= 57) {
    if (line.charCodeAt(4) !== 45 || line.charCodeAt(10) !== 84) return undefined
    return unwrapCri(line) ?? unwrapTimedSyslog(line, 0)
  }
  if (first === 60) return unwrapSyslog(line, year)
  if (first === 123) return line.charCodeAt(2) === 108 ? unwrapDocker(line) : undefined
  if (first >= 65 && first <= 83 && line.charCodeAt(3) === 32) return unwrapSyslog(line, year)
  return undefined
}

const composed = /^([\w.-]{1,128}) +\| /
const tagged = /^([\w.-]{1,255}) [\w./-]{1,64}(?:\[\d+\])?: /

/**
 * Rarer envelopes, tried when nothing else reads the line: `CONTAINER | …` of docker compose, `HOST TAG[PID]: …` without a
 * time, surplus quotes at both ends.
 */
export function unwrapOdd(line: string): Unwrapped | undefined {
  const first = line.charCodeAt(0)
  if (first === 34 && line.length > 2) {
    const end = line.trimEnd().length
    if (line.charCodeAt(end - 1) !== 34) return undefined
    const inner = line.slice(1, end - 1)
    // A field of a table doubles the quotes inside.
    const isDoubled = inner.indexOf('] ""') > 0
    return {
      text: isDoubled ? inner.replaceAll('""', '"') : inner,
      at: 1,
      server: '',
      time: Number.NaN,
    }
  }
  const head = line.slice(0, 400)
  const found = composed.exec(head) ?? tagged.exec(head)
  if (found === null) return undefined
  const at = found[0].length
  return { text: line.slice(at), at, server: found[1]!, time: Number.NaN }
}
