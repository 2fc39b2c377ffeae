import { unmarked } from '../contract/windows.ts'
import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Closed, Need } from '../contract/windows.ts'
import { Metric } from '../event/event.ts'
import { Request } from '../event/request.ts'
import { Windows } from './windows.ts'

const start = 1_660_000_000_000

function at(time: number, fields: Partial<Request> = {}): Request {
  return Object.assign(new Request(), { time: start + time, client: '10.0.0.1', ...fields })
}

const count: Need = { measure: 'count', key: ['client'], span: 10_000 }

describe('time', () => {
  test('a long run of late events means that time began anew', () => {
    const windows = new Windows([count], { lateness: 1000 })
    windows.add(at(0), unmarked)
    windows.add(at(1e12), unmarked)
    for (let i = 0; i < 60; i++) windows.add(at(i), unmarked)
    assert.equal(windows.late, 50)
    assert.equal(windows.resets, 1)
    assert.equal(windows.now, start + 59)
    assert.equal(windows.value(0), 11)
  })

  test('times that cannot be are counted and change nothing', () => {
    const windows = new Windows([count])
    windows.add(at(0), unmarked)
    for (const time of [NaN, Infinity, -1, 1e300])
      windows.add(Object.assign(at(0), { time }), unmarked)
    assert.equal(windows.untimed, 4)
    assert.equal(windows.value(0), 1)
  })

  test('a gap of years does not walk through its panes', () => {
    const whole: Need = { ...count, span: 10, step: 1, whole: true, idle: 20 }
    const windows = new Windows([count, whole], { lateness: 0 })
    let closed = 0
    windows.onClosed = () => closed++
    windows.add(at(0), unmarked)
    windows.add(at(3e11), unmarked)
    assert.equal(closed, 10 + 20 * 10)
    assert.equal(windows.value(0), 1)
  })

  test('windows end without events when time is said to pass', () => {
    const whole: Need = { ...count, step: 10_000, whole: true, idle: 2 }
    const windows = new Windows([whole], { lateness: 1000 })
    const closed: [Closed, number][] = []
    windows.onClosed = (_, window) => closed.push([window, windows.value(0)])
    windows.add(at(0), unmarked)
    windows.advance(start + 60_000)
    const key = ['10.0.0.1']
    assert.deepEqual(closed, [
      [{ key, start, end: start + 10_000 }, 1],
      [{ key, start: start + 10_000, end: start + 20_000 }, 0],
      [{ key, start: start + 20_000, end: start + 30_000 }, 0],
    ])
    assert.equal(windows.size, 0)
  })
})

describe('equal needs', () => {
  test('the one that asks for empty windows gets them, whoever asked first', () => {
    const whole: Need = { ...count, step: 10_000, whole: true }
    const windows = new Windows([whole, { ...whole, idle: 2 }], { lateness: 1000 })
    let closed = 0
    windows.onClosed = () => closed++
    windows.add(at(0), unmarked)
    windows.advance(start + 60_000)
    assert.equal(closed, 3)
  })
})

describe('a wrong clock', () => {
  test('one event from years ahead moves no time; three that agree do', () => {
    const windows = new Windows([count], { leap: 3_600_000 })
    windows.add(at(0), unmarked)
    windows.add(at(1e11), unmarked)
    windows.add(at(1000), unmarked)
    assert.equal(windows.value(0), 2)
    assert.equal(windows.ahead, 1)
    assert.equal(windows.late, 0)
    for (let i = 0; i < 3; i++) windows.add(at(1e8 + i), unmarked)
    assert.equal(windows.now, start + 1e8 + 2)
    assert.equal(windows.ahead, 3)
  })
})

describe('bounds', () => {
  test('a full table forgets a key that was not active lately', () => {
    const windows = new Windows([count], { maxKeys: 3 })
    for (const client of ['a', 'b', 'c', 'a', 'd', 'a']) windows.add(at(0, { client }), unmarked)
    assert.equal(windows.value(0), 3)
    assert.equal(windows.evicted, 1)
    windows.add(at(0, { client: 'b' }), unmarked)
    assert.equal(windows.value(0), 1)
    assert.equal(windows.size, 3)
  })

  test('counts beyond 16 bits are exact, and end', () => {
    const windows = new Windows([count])
    const request = at(0)
    for (let i = 0; i < 70_000; i++) windows.add(request, unmarked)
    assert.equal(windows.value(0), 70_000)
    windows.add(at(9000), unmarked)
    assert.equal(windows.value(0), 70_001)
    windows.add(at(11_000), unmarked)
    assert.equal(windows.value(0), 2)
  })

  test('many different values are estimated, and it is said', () => {
    const need: Need = { measure: 'distinct', key: [], of: 'target', span: 10_000 }
    const windows = new Windows([need])
    for (let i = 0; i < 1000; i++) windows.add(at(0, { target: `/${i % 900}` }), unmarked)
    assert.equal(windows.value(0), 900)
    assert.equal(windows.isEstimated(0), false)
    for (let i = 0; i < 20_000; i++) windows.add(at(100, { target: `/${i % 10_000}` }), unmarked)
    assert.equal(windows.isEstimated(0), true)
    assert.ok(Math.abs(windows.value(0) - 10_000) < 1000, `${windows.value(0)}`)
    windows.add(at(60_000, { target: '/' }), unmarked)
    assert.equal(windows.value(0), 1)
  })
})

describe('needs', () => {
  test('equal needs share a number; wrong ones are refused', () => {
    const windows = new Windows([count, { ...count, step: 1000 }, { ...count, whole: true }])
    assert.equal(windows.handle(count), windows.handle({ ...count, step: 1000 }))
    assert.notEqual(windows.handle(count), windows.handle({ ...count, whole: true }))
    assert.equal(windows.handle({ ...count, span: 1 }), -1)
    for (const wrong of [{ span: 0 }, { step: 3000 }, { measure: 'sum' as const }])
      assert.throws(() => new Windows([{ ...count, ...wrong }]), RangeError)
  })

  test('a watch wakes when its need was counted and is high enough', () => {
    const failed = { id: 'failed', test: (event: object) => (event as Request).status === 404 }
    const windows = new Windows([{ ...count, where: failed }, count])
    const watch = windows.watch(0, 2)
    const woken = [404, 200, 404, 200, 404].map((status) => {
      windows.add(at(0, { status }), unmarked)
      return [...windows.woken.subarray(0, windows.wokenCount)]
    })
    assert.deepEqual(woken, [[], [], [watch], [], [watch]])
  })

  test('only requests count where nothing else is said', () => {
    const any: Need = { ...count, key: ['series'], where: { id: 'any', test: () => true } }
    const windows = new Windows([count, any])
    windows.add(Object.assign(new Metric(), { time: start, series: 'cpu' }), unmarked)
    assert.deepEqual([windows.value(0), windows.value(1)], [0, 1])
  })

  test('a bucket leaks, a session ends', () => {
    const leaky: Need = { measure: 'leaky', key: ['client'], span: 1000 }
    const session: Need = { measure: 'session', key: ['client'], span: 1000 }
    const windows = new Windows([leaky, session])
    const values = [0, 0, 500, 1400, 2400, 9000].map((time) => {
      windows.add(at(time), unmarked)
      return [windows.value(0), windows.value(1)]
    })
    assert.deepEqual(
      values.map(([level]) => Math.round(level! * 1000) / 1000),
      [1, 2, 2.5, 2.6, 2.6, 1],
    )
    assert.deepEqual(
      values.map(([, events]) => events),
      [1, 2, 3, 4, 1, 1],
    )
  })

  test('whole sessions are the same in any order within the lateness', () => {
    const need: Need = { measure: 'session', key: ['client'], span: 2000, whole: true }
    const event = fc.record({ time: fc.nat(60_000), client: fc.constantFrom('a', 'b') })
    const list = fc.array(event.chain((one) => fc.tuple(fc.constant(one), fc.nat(3000))))
    fc.assert(
      fc.property(list, (pairs) => {
        const arrival = pairs.toSorted(([a, x], [b, y]) => a.time + x - (b.time + y))
        const windows = new Windows([need], { lateness: 3000 })
        const found: string[] = []
        windows.onClosed = (_, { key, start: from, end }) =>
          found.push(`${key[0]} ${from} ${end} ${windows.value(0)}`)
        for (const [{ time, client }] of arrival) windows.add(at(time, { client }), unmarked)
        windows.finish()
        const expected: string[] = []
        for (const client of ['a', 'b']) {
          const times = pairs.flatMap(([one]) => (one.client === client ? one.time : []))
          let open: number[] = []
          for (const time of [...times.toSorted((a, b) => a - b), Infinity]) {
            if (open.length > 0 && time >= open.at(-1)! + 2000) {
              const end = start + open.at(-1)! + 2000
              expected.push(`${client} ${start + open[0]!} ${end} ${open.length}`)
              open = []
            }
            open.push(time)
          }
        }
        assert.deepEqual(found.toSorted(), expected.toSorted())
      }),
    )
  })
})
