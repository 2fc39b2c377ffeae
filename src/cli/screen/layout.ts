const escapes = /\x1b\[[0-9;]*m/g
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/gu

/** Columns that a text takes on a terminal: colours take none, East Asian wide characters two. */
export function widthOf(text: string): number {
  const bare = text.replace(escapes, '')
  return Array.from(bare).length + (bare.match(wide)?.length ?? 0)
}

/** Pads with spaces on the right to a width on the screen. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Pads with spaces on the left, for numbers. */
export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text
}

/** Cuts to a width, with '…' where something is missing. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let cut = ''
  for (const character of text) {
    if (widthOf(cut + character) > width - 1) break
    cut += character
  }
  return `${cut}…`
}

/** Spaces to break at: not those between a number and its unit. */
const breaks = /(?<!\d) | (?!(?:s|ms|min|h|%)(?!\w))/

/** Lines of at most `width` columns, broken at spaces; words that are longer are cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(breaks)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= width) line = longer
    else {
      if (line !== '') lines.push(line)
      line = fit(word, width)
    }
  }
  return [...lines, line]
}

/** Columns lined up under each other, two spaces between them; the last one may be of any length. */
export function table(rows: readonly (readonly string[])[], indent: string = '  '): string {
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell))
  return rows
    .map((row) => {
      const cells = row.map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i]!)))
      return `${indent}${cells.join('  ')}`.trimEnd()
    })
    .map((line) => `${line}\n`)
    .join('')
}
