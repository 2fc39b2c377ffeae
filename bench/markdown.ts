/** A table with its heading; numbers are set to the right. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = heading.map((_, i) =>
    rows.length > 0 && rows.every((row) => isNumber(row[i])) ? '---:' : '---',
  )
  return line(heading) + line(rule) + rows.map(line).join('')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |\n`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^(?:[\d.,]+(?: %)?|–|)$/.test(text)
}

/** Text as code, whatever it holds. */
export function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${text}${fence}`
}

/** 1,234,567. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** A share in percent with one digit; '–' of nothing. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}
