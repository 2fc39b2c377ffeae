import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Need, unmarked, type Where } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import { Request } from '../event/request.ts'
import type { Options } from './windows.ts'
import { Windows } from './windows.ts'

const lateness = 3000

function request(fields: Partial<Request>): Request {
  return Object.assign(new Request(), fields)
}

function where(id: string, test: (request: Request) => boolean): Where {
  return { id, test: (event: Event) => event.kind === 'request' && test(event) }
}

const failed = where('status 4xx', (request) => request.status >= 400)
const needs: Need[] = []
for (const whole of [false, true])
  for (const [span, step] of [
    [5000, 1000],
    [10_000, 1000],
    [4000, 4000],
  ] as const) {
    const common = { span, step, whole }
    needs.push({ measure: 'count', key: ['client'], ...common })
    needs.push({ measure: 'count', key: ['client'], where: failed, ...common })
    needs.push({ measure: 'count', key: [], ...common })
    needs.push({ measure: 'sum', key: ['host', 'client'], of: 'bytes', ...common })
    needs.push({ measure: 'mean', key: ['host'], of: 'duration', ...common })
    needs.push({ measure: 'ratio', key: ['host'], where: failed, ...common })
    needs.push({ measure: 'distinct', key: ['host'], of: 'client', where: failed, ...common })
    needs.push({ measure: 'quantile', key: ['host'], of: 'duration', quantile: 0.9, ...common })
    needs.push({ measure: 'top', key: ['host'], of: 'client', ...common })
  }

/** Times are after the first of the series; negative jitter makes disorder, a few are far too late. */
const events = fc
  .array(
    fc.record({
      pause: fc.oneof(
        { weight: 20, arbitrary: fc.nat(900) },
        { weight: 1, arbitrary: fc.constant(25_000) },
      ),
      back: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 3, arbitrary: fc.nat(lateness) },
        { weight: 1, arbitrary: fc.nat(15_000) },
      ),
      client: fc.constantFrom('10.0.0.1', '10.0.0.2', '2001:db8::1', '2001:DB8::1', '01.2.3.4', ''),
      host: fc.constantFrom('a.example', 'b.example'),
      status: fc.constantFrom(200, 404, 500),
      bytes: fc.constantFrom(-1, 0, 7, 1_000_003, 2 ** 45),
      duration: fc.oneof(fc.constant(-1), fc.float({ min: 0, max: 5000, noNaN: true })),
    }),
    { maxLength: 120 },
  )
  .map((list) => {
    let time = 1_660_000_000_000
    return list.map(({ pause, back, ...fields }) => {
      time += pause
      return request({ ...fields, time: time - back })
    })
  })

interface Row {
  readonly group: number
  readonly key: string
  readonly end: number
  readonly values: readonly number[]
}

/** What needs say by definition, from a list of all events. */
class Naive {
  readonly #arrived: { event: Request; watermark: number }[] = []
  now = -Infinity

  add(event: Request): void {
    this.now = Math.max(this.now, event.time)
    this.#arrived.push({ event, watermark: this.now - lateness })
  }

  inside(need: Need, key: string, end: number): Request[] {
    return this.#arrived
      .filter(({ watermark }) => !need.whole || end > watermark)
      .map(({ event }) => event)
      .filter((event) => event.time >= end - need.span && event.time < end)
      .filter((event) => keyOf(event, need) === key)
  }

  /** Ends of the windows of a need that hold events of a key. */
  windows(need: Need): [string, number][] {
    const found = new Map<string, [string, number]>()
    for (const { event } of this.#arrived) {
      const first = (Math.floor(event.time / need.step!) + 1) * need.step!
      for (let end = first; end < first + need.span; end += need.step!)
        found.set(`${end} ${keyOf(event, need)}`, [keyOf(event, need), end])
    }
    return [...found.values()]
  }

  value(need: Need, key: string, end: number): number {
    const all = this.inside(need, key, end)
    const some = all.filter((event) => (need.where ?? { test: () => true }).test(event, unmarked))
    const field = need.of as 'bytes' | 'duration'
    const numbers = some.map((event) => event[field]).filter((number) => number >= 0)
    const sum = numbers.toSorted((a, b) => a - b).reduce((a, b) => a + b, 0)
    if (need.measure === 'count') return some.length
    if (need.measure === 'sum') return sum
    if (need.measure === 'mean') return sum / (numbers.length || 1)
    if (need.measure === 'ratio') return some.length / (all.length || 1)
    if (need.measure === 'distinct') return new Set(some.map((event) => event.client)).size
    if (need.measure === 'quantile') return nearestRank(numbers, need.quantile!)
    const same = Map.groupBy(some, (event) => event.client)
    return Math.max(0, ...[...same.values()].map((list) => list.length))
  }
}

function nearestRank(numbers: number[], q: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * numbers.length) - 1)] ?? 0
}

function keyOf(event: Request, need: Need): string {
  return need.key.map((field) => event[field as 'client']).join('|')
}

/** Counts exactly, sums to the last bits of a number, quantiles within their stated 1 %. */
function assertNear(actual: number, expected: number, need: Need, text: string): void {
  const near = need.measure === 'quantile' ? 0.0101 : need.measure === 'mean' ? 1e-12 : 0
  const off = Math.abs(actual - expected)
  assert.ok(
    off <= near * Math.abs(expected) + (near && 1e-9),
    `${text}: ${actual}, not ${expected}`,
  )
}

function describeNeed(need: Need): string {
  return `${need.measure}(${need.key.join()}) ${need.span}/${need.step} whole ${need.whole}`
}

function open(options: Options = {}): { windows: Windows; rows: Row[] } {
  const windows = new Windows(needs, { lateness, ...options })
  const rows: Row[] = []
  const handles = needs.map((need) => windows.handle(need))
  windows.onClosed = (group, { key, end }) =>
    rows.push({
      group,
      key: key.join('|'),
      end,
      values: handles.map((h) => (windows.group(h) === group ? windows.value(h) : -1)),
    })
  return { windows, rows }
}

describe('windows', () => {
  test('live values equal their definition after every event', () => {
    fc.assert(
      fc.property(events, (list) => {
        const { windows } = open()
        const naive = new Naive()
        for (const event of list) {
          windows.add(event, unmarked)
          naive.add(event)
          for (const [handle, need] of needs.entries()) {
            if (need.whole) continue
            const end = (Math.floor(naive.now / need.step!) + 1) * need.step!
            const expected = naive.value(need, keyOf(event, need), end)
            assertNear(windows.value(handle), expected, need, describeNeed(need))
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('whole windows equal their definition in any order within the lateness', () => {
    fc.assert(
      fc.property(events, (list) => {
        const { windows, rows } = open()
        const naive = new Naive()
        for (const event of list) {
          windows.add(event, unmarked)
          naive.add(event)
        }
        windows.finish()
        for (const [handle, need] of needs.entries()) {
          if (!need.whole) continue
          const group = windows.group(handle)
          const mine = rows.filter((row) => row.group === group)
          const found = new Map(mine.map((row) => [`${row.end} ${row.key}`, row.values[handle]!]))
          assert.equal(found.size, mine.length, 'each window of a key is delivered once')
          for (const [key, end] of naive.windows(need)) {
            const expected = naive.value(need, key, end)
            const actual = found.get(`${end} ${key}`) ?? 0
            assertNear(actual, expected, need, `${describeNeed(need)} ${end} ${key}`)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('windows are delivered by end and group', () => {
    fc.assert(
      fc.property(events, (list) => {
        const { windows, rows } = open()
        for (const event of list) windows.add(event, unmarked)
        windows.finish()
        const order = rows.map((row) => row.end * 100 + row.group)
        assert.deepEqual(
          order,
          order.toSorted((a, b) => a - b),
        )
      }),
      { numRuns: 20 },
    )
  })

  test('a saved state goes on identically, also when tables are full', () => {
    fc.assert(
      fc.property(events, fc.nat(120), fc.constantFrom(3, 1000), (list, at, maxKeys) => {
        const options = { maxKeys }
        const whole = open(options)
        const first = open(options)
        const then = open(options)
        const live: number[][] = [[], []]
        let current = first.windows
        for (const [i, event] of list.entries()) {
          if (i === at) {
            then.windows.load(structuredClone(first.windows.save()))
            current = then.windows
          }
          for (const [j, windows] of [whole.windows, current].entries()) {
            windows.add(event, unmarked)
            for (const handle of needs.keys()) live[j]!.push(windows.value(handle))
          }
        }
        whole.windows.finish()
        current.finish()
        assert.deepEqual([...first.rows, ...then.rows], whole.rows)
        assert.deepEqual(live[1], live[0])
        assert.equal(current.evicted, whole.windows.evicted)
        assert.equal(current.size, whole.windows.size)
      }),
      { numRuns: 60 },
    )
  })

  test('nothing is left when everything has ended', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(2, 1000), (list, maxKeys) => {
        const { windows } = open({ maxKeys })
        for (const event of list) windows.add(event, unmarked)
        windows.advance(1_700_000_000_000)
        assert.equal(windows.size, 0)
      }),
      { numRuns: 60 },
    )
  })
})
