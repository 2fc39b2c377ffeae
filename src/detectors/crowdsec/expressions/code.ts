import type { Facts, Haystack, Run } from './facts.ts'
import type { Type } from './functions.ts'
import { numberOf, textOf } from './texts.ts'

/** What a value is made of, as bits: nothing but what the file says, the event, `#`, the bucket. */
export const from: {
  readonly nothing: 0
  readonly event: 1
  readonly item: 2
  readonly bucket: 4
} = { nothing: 0, event: 1, item: 2, bucket: 4 }

/** A compiled part of an expression. */
export interface Code {
  readonly type: Type
  /** The same text, the same value for the same event. */
  readonly key: string
  readonly run: Run
  readonly made: number
  /** Text that holds this one, whatever the case: where literals are looked for. */
  readonly haystack?: { readonly key: string; readonly run: Run }
  /** All that it can be. */
  readonly values?: readonly string[]
  /** It is true only when one of these literals is there. */
  readonly guard?: Guard
}

/** Literals by their haystacks: one of them all has to be there. */
export type Guard = readonly {
  readonly haystack: Haystack
  readonly literals: readonly number[]
}[]

function size(guard: Guard): number {
  return guard.reduce((sum, { literals }) => sum + literals.length, 0)
}

/** What guards 'and': the one that fewer literals open. */
export function either(a: Guard | undefined, b: Guard | undefined): Guard | undefined {
  if (!a || !b) return a ?? b
  return size(a) <= size(b) ? a : b
}

/** What guards 'or': all that opens one of both. */
export function both(a: Guard | undefined, b: Guard | undefined): Guard | undefined {
  return a && b && [...a, ...b]
}

export function constant(value: unknown): Code {
  return { type: typeOf(value), key: JSON.stringify(value) ?? 'nil', run: () => value, made: 0 }
}

function typeOf(value: unknown): Type {
  if (value === undefined) return 'nil'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'flag' : 'map'
}

const nobody: Facts = { item: undefined } as unknown as Facts

/** The value of a code that is made of nothing. */
export function valueOf(code: Code): unknown {
  return code.run(nobody)
}

/** The value of a code that is made of nothing but `#`. */
export function valueFor(code: Code, item: unknown): unknown {
  return code.run({ item } as unknown as Facts)
}

export function isConstant(code: Code, value?: unknown): boolean {
  return code.made === from.nothing && (value === undefined || valueOf(code) === value)
}

export function fits(code: Code, type: Type): boolean {
  return type === 'any' || code.type === 'any' || code.type === type
}

const casts: Readonly<Partial<Record<Type, (value: unknown) => unknown>>> = {
  text: textOf,
  number: numberOf,
  list: (value) => (Array.isArray(value) ? value : []),
  map: (value) => (value !== null && typeof value === 'object' ? value : {}),
}

/** The same code, sure to give a type: what is known only when it runs is turned into it. */
export function as(type: Type, code: Code): Code {
  const cast = code.type === 'any' ? casts[type] : undefined
  return cast ? { ...code, type, run: (facts) => cast(code.run(facts)) } : code
}

/** The type of either of two values. */
export function common(a: Code, b: Code): Type {
  return a.type === b.type ? a.type : 'any'
}
