import { dotted, ipv4Of } from './ipv4.ts'

const groups = 8
/** Prefixes behind which an IPv4 address stands: mapped, translated, compatible, NAT64. */
const embedding = ['0:0:0:0:0:65535', '0:0:0:0:65535:0', '0:0:0:0:0:0', '100:65435:0:0:0:0']

/**
 * Reads an IPv6 address without brackets, a zone behind `%` left out.
 * @returns its canonical text (RFC 5952), or the IPv4 address in it; undefined when it is none
 */
export function ipv6Of(text: string): string | undefined {
  const [address = ''] = text.split('%', 1)
  if (address.length > 64 || !address.includes(':')) return undefined
  const halves = address.split('::')
  const front = numbersOf(halves[0]!)
  const back = numbersOf(halves[1] ?? '')
  if (halves.length > 2 || !front || !back) return undefined
  const missing = groups - front.length - back.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  return canonical([...front, ...Array.from({ length: missing }, () => 0), ...back])
}

/** The groups of one side of `::`; undefined when one is no group. */
function numbersOf(text: string): number[] | undefined {
  if (text === '') return []
  const numbers: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1
    const address = isLast && part.includes('.') ? ipv4Of(part) : -1
    if (address >= 0) numbers.push(Math.floor(address / 65536), address % 65536)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) numbers.push(Number.parseInt(part, 16))
    else return undefined
  }
  return numbers
}

function canonical(numbers: readonly number[]): string {
  const [high, low] = [numbers[6]!, numbers[7]!]
  const isSpecial = high === 0 && low <= 1
  const isMapped = embedding.indexOf(numbers.slice(0, 6).join(':'))
  // `::` and `::1` are addresses of their own
  if (isMapped >= 0 && !(isMapped === 2 && isSpecial)) return dotted(high * 65536 + low)
  // 6to4
  if (numbers[0] === 0x2002) return dotted(numbers[1]! * 65536 + numbers[2]!)
  const [from, length] = longestZeros(numbers)
  const words = numbers.map((number) => number.toString(16))
  if (length < 2) return words.join(':')
  return `${words.slice(0, from).join(':')}::${words.slice(from + length).join(':')}`
}

/** The longest row of zeros, the first of equals. */
function longestZeros(numbers: readonly number[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0]
  let from = 0
  for (const [i, number] of numbers.entries()) {
    if (number !== 0) from = i + 1
    else if (i + 1 - from > best[1]) best = [from, i + 1 - from]
  }
  return best
}
