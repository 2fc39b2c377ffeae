const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

let second = -1
let clfText = ''
let haproxyText = ''
let isoText = ''

function turn(time: number): void {
  const now = Math.floor(time / 1000)
  if (now === second) return
  second = now
  const at = new Date(time)
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
  const date = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`
  haproxyText = `${date}:${clock}`
  clfText = `${haproxyText} +0000`
  isoText = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}T${clock}`
}

/** `21/Nov/2026:06:11:02 +0000` */
export function clfTime(time: number): string {
  turn(time)
  return clfText
}

/** `21/Nov/2026:06:11:02.123` */
export function haproxyTime(time: number): string {
  turn(time)
  return `${haproxyText}.${milliseconds(time)}`
}

/** `2026-11-21T06:11:02` */
export function isoSeconds(time: number): string {
  turn(time)
  return isoText
}

/** `2026-11-21T06:11:02.123Z`, with more zeros when more digits are asked for. */
export function isoTime(time: number, digits = 3): string {
  turn(time)
  return `${isoText}.${milliseconds(time).padEnd(digits, '0')}Z`
}

/** Milliseconds within the second: three digits. */
function milliseconds(time: number): string {
  return String(time % 1000).padStart(3, '0')
}

/** Milliseconds as seconds with three decimals. */
export function seconds(duration: number): string {
  return (duration / 1000).toFixed(3)
}
