import { usage } from './arguments.ts'
import type { Flags } from './call.ts'

/** A number given as an option, or what holds without it. */
export function numberGiven(flags: Flags, name: string, otherwise: number): number {
  const text = flags.text(name)
  if (text === undefined) return otherwise
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw usage(`--${name} needs a number, found "${text}".`, '')
  return value
}
