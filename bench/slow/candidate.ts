import type { Random } from '../../src/stats/random.ts'

/** A request target made of fragments, over and over up to its length. */
export type Candidate = readonly Piece[]

interface Piece {
  readonly text: string
  readonly times: number
}

/** Bytes of a target: the most that common servers take. */
export const size = 4000
const mostPieces = 12
const mostTimes = 40

/** What decoders, tokenisers and rules look at, in bits. */
const fragments: readonly string[] = [
  String.raw`& = ; , : . ? # / \ | ! * + - _ ~ ^ @ $ % ( ) [ ] { } < > '`,
  String.raw`a 1 0x x27 % %2 %25 %2525 %27 %22 %3C %00 %0a %u0027 %c0%af %EF%BC%87`,
  String.raw`\x27 \u0027 \" &#x27; &amp; &lt; &#39 a= &a= &a=%27 &a=1%27 %26a%3D`,
  `/**/ /*! */ --+ #%0a ;--+ '+or+' 1=1 union+select+ select concat( char(39) || 0x61 @@ like+`,
  '`id` case+when+ sleep( null, <a+ <!-- --> <svg/onload= javascript: style= <script </ onx= alert(',
  String.raw`expression( {{ }} <% $( $IFS ;cat+ |id \n c'a't /bin/ ?: *? [a-z]`,
  '$' +
    '{ $' +
    '{lower: $' +
    '{jndi: ../ ..%2f %252e%252e/ ....// ..;/ etc/passwd http:// //a@ 127.1 0x7f.',
  'JyBPUiAnMSc9JzE PHNjcmlwdD4 rO0AB O:1:%22a%22: __proto__ a[b] {%22$ne%22: (|(a=*',
].flatMap((line) => line.split(' '))

/** A few fragments at random. */
export function anyCandidate(random: Random): Candidate {
  return Array.from({ length: 1 + random.below(4) }, () => anyPiece(random))
}

function anyPiece(random: Random): Piece {
  const times = random.below(3) === 0 ? 1 + random.below(mostTimes) : 1
  return { text: fragments[random.below(fragments.length)]!, times }
}

/** One that differs in one or two pieces. */
export function changed(candidate: Candidate, random: Random): Candidate {
  const pieces = [...candidate]
  for (let i = random.below(2); i >= 0; i--) change(pieces, random)
  return pieces
}

function change(pieces: Piece[], random: Random): void {
  const at = random.below(pieces.length)
  const way = random.below(4)
  if (way === 0 && pieces.length > 1) pieces.splice(at, 1)
  else if (way === 1 && pieces.length < mostPieces) pieces.splice(at, 0, anyPiece(random))
  else if (way === 2) pieces[at] = { ...pieces[at]!, times: 1 + random.below(mostTimes) }
  else pieces[at] = anyPiece(random)
}

/** What is repeated. */
export function unitOf(candidate: Candidate): string {
  return candidate.map(({ text, times }) => text.repeat(times)).join('')
}

/** @param salt makes each target different, so that nothing that is remembered helps */
export function targetOf(candidate: Candidate, salt: number): string {
  const unit = unitOf(candidate)
  const head = `/search?q=${salt}`
  return head + unit.repeat(Math.ceil(size / unit.length)).slice(0, size - head.length)
}
