import type { TextView } from '../view.ts'

/** Files and programs that are worth hiding behind wildcards, the likeliest first. */
const folders = ['/bin/', '/usr/bin/']
const programs =
  'cat bash sh nc id ls curl wget whoami python3 python perl php base64 more less head tail tac nl netcat ncat dash zsh ksh uname ping ps env find grep awk sed xxd od rev sort cp mv rm chmod nslookup telnet socat ruby tee printf echo'.split(
    ' ',
  )
const files = [
  '/etc/passwd',
  '/etc/shadow',
  '/etc/hosts',
  '/etc/group',
  '/etc/issue',
  '/proc/self/environ',
  '/proc/version',
  '/root/.ssh/id_rsa',
]
const known = [...files, ...folders.flatMap((folder) => programs.map((name) => folder + name))]

const longestPath = 48
const endsWord = new Uint8Array(256)
for (let byte = 0; byte <= 32; byte++) endsWord[byte] = 1
for (const character of ';|&"\'`()<>,=${}') endsWord[character.charCodeAt(0)] = 1

/** End of the shell word at `at`, looked at up to a bound. */
export function wordEnd(view: TextView, at: number): number {
  const most = Math.min(view.length, at + longestPath + 1)
  let end = at
  while (end < most && endsWord[view.bytes[end]!] === 0) end++
  return end
}

/** Whether a path with wildcards may begin at `at`: two slashes, a wildcard and at least one other sign. */
export function isPattern(view: TextView, at: number, end: number): boolean {
  let slashes = 0
  let wild = 0
  let letters = 0
  for (let i = at; i < end; i++) {
    const byte = view.bytes[i]!
    if (byte === 0x2f) slashes++
    else if (byte === 0x3f || byte === 0x2a || byte === 0x5b) wild++
    else letters++
  }
  return slashes > 1 && wild > 0 && letters > 0 && end - at <= longestPath
}

/** The first known path that the pattern stands for; undefined when none does. */
export function pathFor(view: TextView, at: number, end: number): string | undefined {
  const pattern = view.bytes.toString('latin1', at, end)
  return known.find((path) => matches(pattern, path))
}

/** `?`, `*` within a segment and `[…]`, as shells match them, in time of the product of the lengths at most. */
function matches(pattern: string, path: string): boolean {
  let at = 0
  let star = -1
  let tried = 0
  for (let i = 0; i < path.length;) {
    const width = at < pattern.length ? widthOf(pattern, at, path[i]!) : 0
    if (width > 0) {
      at += width
      i++
    } else if (pattern[at] === '*') {
      star = at++
      tried = i
    } else if (star >= 0 && path[tried] !== '/') {
      at = star + 1
      i = ++tried
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

/** Width of what stands for `character` at `at` of a pattern; 0 when it stands for another. */
function widthOf(pattern: string, at: number, character: string): number {
  const sign = pattern[at]!
  if (sign === character) return 1
  if (sign === '?') return character === '/' ? 0 : 1
  const end = sign === '[' ? pattern.indexOf(']', at + 2) : -1
  return end > 0 && pattern.slice(at + 1, end).includes(character) ? end + 1 - at : 0
}
