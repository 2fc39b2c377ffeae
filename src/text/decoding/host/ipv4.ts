/**
 * Reads an IPv4 address as the C library and browsers do: one to four parts, each decimal, octal (`0177`)
 * or hexadecimal (`0x7f`), the last filling all bytes that are left; parts that are too big lose their
 * high bits, as they do in many clients. @returns the address as a number; -1 when it is none
 */
export function ipv4Of(text: string): number {
  if (text.length > 64) return -1
  const parts = text.split('.')
  if (parts.at(-1) === '') parts.pop()
  if (parts.length === 0 || parts.length > 4) return -1
  let address = 0
  for (const [i, part] of parts.entries()) {
    const value = partOf(part)
    if (value < 0) return -1
    const bytes = i === parts.length - 1 ? 5 - parts.length : 1
    address = address * 256 ** bytes + (value % 256 ** bytes)
  }
  return address
}

/** Dotted decimals. */
export function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
}

function partOf(part: string): number {
  if (/^0x[0-9a-f]*$/i.test(part)) return part.length === 2 ? 0 : Number.parseInt(part, 16)
  if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8)
  return /^\d+$/.test(part) ? Number(part) : -1
}
