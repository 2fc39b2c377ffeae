import type { Edge, Syntax } from './syntax.ts'

/** One step of a program: eat a byte of a set, go several ways, the preferred first, pass an edge, or be done. */
export type Step =
  | { readonly is: 'set'; readonly bytes: Uint8Array; readonly next: number }
  | { readonly is: 'split'; readonly next: readonly number[] }
  | { readonly is: 'edge'; readonly edge: Edge; readonly next: number }
  | { readonly is: 'done' }

/** Steps of the largest program; larger patterns are left to another engine. */
const mostSteps = 32_000

/** A pattern as a program of Thompson's kind; undefined when it would be too large. The last step is the first to run. */
export function createProgram(syntax: Syntax): readonly Step[] | undefined {
  const steps: Step[] = [{ is: 'done' }]
  return write(syntax, 0, steps) < 0 ? undefined : steps
}

/** Writes steps that match and then go on at `next`. @returns where they begin; -1 when there are too many */
function write(syntax: Syntax, next: number, steps: Step[]): number {
  if (next < 0 || steps.length > mostSteps) return -1
  if (syntax.is === 'set') return steps.push({ is: 'set', bytes: syntax.bytes, next }) - 1
  if (syntax.is === 'edge') return steps.push({ is: 'edge', edge: syntax.edge, next }) - 1
  if (syntax.is === 'repeat') return writeRepeat(syntax, next, steps)
  if (syntax.is === 'sequence') {
    const at = syntax.of.reduceRight((at, part) => write(part, at, steps), next)
    return at < 0 ? -1 : steps.push({ is: 'split', next: [at] }) - 1
  }
  const starts = syntax.of.map((part) => write(part, next, steps))
  return starts.includes(-1) ? -1 : steps.push({ is: 'split', next: starts }) - 1
}

function writeRepeat(
  { of, least, most, isLazy }: Extract<Syntax, { is: 'repeat' }>,
  next: number,
  steps: Step[],
): number {
  const choice = (inside: number): number =>
    steps.push({ is: 'split', next: isLazy ? [next, inside] : [inside, next] }) - 1
  let at = next
  let copies = least
  if (most < 0) {
    const ways: number[] = []
    const again = steps.push({ is: 'split', next: ways }) - 1
    const inside = write(of, again, steps)
    if (inside < 0) return -1
    ways.push(...(isLazy ? [next, inside] : [inside, next]))
    // the first time is apart, so that what is repeated may be empty
    at = least === 0 ? choice(inside) : inside
    copies = Math.max(0, least - 1)
  }
  for (let i = least; i < most && at >= 0; i++) {
    const inside = write(of, at, steps)
    at = inside < 0 ? -1 : choice(inside)
  }
  for (let i = 0; i < copies && at >= 0; i++) at = write(of, at, steps)
  return at < 0 ? -1 : steps.push({ is: 'split', next: [at] }) - 1
}

/** The bytes that a match can begin with, whatever the edges before them; undefined when it may be empty. */
export function firstsOf(program: readonly Step[]): Uint8Array | undefined {
  const firsts = new Uint8Array(256)
  const met = new Set<number>()
  const waiting = [program.length - 1]
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (met.has(number)) continue
    met.add(number)
    const step = program[number]!
    if (step.is === 'done') return undefined
    if (step.is === 'split') waiting.push(...step.next)
    else if (step.is === 'edge') waiting.push(step.next)
    else for (let byte = 0; byte < 256; byte++) firsts[byte]! |= step.bytes[byte]!
  }
  return firsts
}
