/** Names of the envelopes that `wrap` can put around a line. */
export const envelopes = [
  'rfc3164',
  'rfc3164 without priority',
  'rsyslog',
  'rfc5424',
  'docker',
  'cri',
] as const

/** A line in one of the envelopes, as their writers make it. */
export function wrap(line: string, which: number): string {
  switch (envelopes[which]) {
    case 'rfc3164':
      return `<190>Nov 21 06:11:02 web1 nginx: ${line}`
    case 'rfc3164 without priority':
      return `Nov  1 06:11:02 web1 nginx[123]: ${line}`
    case 'rsyslog':
      return `2026-11-21T06:11:02.123456+00:00 web1 nginx[123]: ${line}`
    case 'rfc5424':
      return `<190>1 2026-11-21T06:11:02.003Z web1 nginx 123 - [a@1 b="c\\"]"] ${line}`
    case 'docker':
      return JSON.stringify({
        log: `${line}\n`,
        stream: 'stdout',
        time: '2026-11-21T06:11:02.123456789Z',
      })
    default:
      return `2026-11-21T06:11:02.123456789Z stdout F ${line}`
  }
}
