const durations: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const sizes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 1024,
  MIB: 1024 ** 2,
  GIB: 1024 ** 3,
}

/** Milliseconds of "500ms", "30s", "5m", "1h", "7d", "2w"; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  return measure(text, (unit) => durations[unit])
}

/** Bytes of "512B", "64KB", "10MB", "1GiB"; undefined for anything else. */
export function parseSize(text: string): number | undefined {
  return measure(text, (unit) => sizes[unit.toUpperCase()])
}

/** A duration as it is written in a config: "5m". */
export function durationText(ms: number): string {
  return inUnits(ms, durations)
}

/** A size as it is written in a config: "64KB". */
export function sizeText(bytes: number): string {
  return inUnits(bytes, { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 })
}

function measure(text: string, factor: (unit: string) => number | undefined): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([A-Za-z]{1,3})$/.exec(text.trim())
  if (!match) return text.trim() === '0' ? 0 : undefined
  const by = factor(match[2]!)
  return by === undefined ? undefined : Math.round(Number(match[1]) * by)
}

function inUnits(value: number, units: Readonly<Record<string, number>>): string {
  if (value === 0) return '0'
  const fitting = Object.entries(units).filter(([, by]) => value % by === 0)
  const [unit, by] = fitting.at(-1) ?? Object.entries(units)[0]!
  return `${value / by}${unit}`
}
