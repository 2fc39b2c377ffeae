import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { fit, pad, table, widthOf, wrap } from './layout.ts'
import { bytes, counted, percent, rough, span, stretch } from './numbers.ts'
import { progressLine } from './progress.ts'
import { styleFor } from './style.ts'

test('colours take no columns, wide characters two', () => {
  assert.equal(widthOf(styleFor(true, {}).severity('high', '▲ HIGH')), 6)
  assert.equal(widthOf('日本'), 4)
  assert.equal(widthOf(pad('日本', 6)), 6)
})

test('colour needs a terminal or FORCE_COLOR, and yields to NO_COLOR', () => {
  const isColoured = (isTerminal: boolean, env: Record<string, string>): boolean =>
    styleFor(isTerminal, env).bold('x') !== 'x'
  assert.deepEqual(
    [
      isColoured(true, {}),
      isColoured(false, {}),
      isColoured(true, { NO_COLOR: '1' }),
      isColoured(true, { TERM: 'dumb' }),
      isColoured(false, { FORCE_COLOR: '1' }),
    ],
    [true, false, false, false, true],
  )
})

test('nothing that is cut or wrapped is wider than its room, and wrapping loses no short word', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 12 })),
      fc.integer({ min: 12, max: 60 }),
      (words, width) => {
        const text = words.join(' ')
        assert.ok(widthOf(fit(text, width)) <= width)
        const lines = wrap(text, width)
        for (const line of lines) assert.ok(widthOf(line) <= width)
      },
    ),
  )
  assert.deepEqual(wrap('one two three', 8), ['one two', 'three'])
  assert.deepEqual(wrap('done in 31 s.', 10), ['done in', '31 s.'])
})

test('columns are lined up', () => {
  assert.equal(
    table(
      [
        ['a', 'bb', 'c'],
        ['aaa', 'b', ''],
      ],
      '',
    ),
    'a    bb  c\naaa  b\n',
  )
})

test('numbers are rounded for reading', () => {
  assert.deepEqual([9999, 331_204, 1_284_310].map(rough), ['9,999', '331 k', '1.28 M'])
  assert.deepEqual([950, 12_300_000].map(bytes), ['950 B', '12.3 MB'])
  assert.deepEqual([340, 3900, 90_000, 7_500_000, 273_600_000].map(stretch), [
    '340 ms',
    '3.9 s',
    '2 min',
    '2 h 5 min',
    '3 d 4 h',
  ])
  assert.equal(counted(1, 'line'), '1 line')
})

test('a share is never rounded to all or nothing', () => {
  assert.equal(percent(999_999, 1_000_000), '>99.99%')
  assert.equal(percent(1, 1_000_000), '<0.01%')
  assert.equal(percent(7, 7), '100%')
  assert.equal(percent(0, 0), '0%')
})

test('two moments name the year where it is needed', () => {
  const at = (text: string): number => Date.parse(`${text}Z`)
  assert.equal(
    span(at('2026-11-12T06:25'), at('2026-11-21T06:24')),
    '12 Nov 06:25 → 21 Nov 2026 06:24',
  )
  assert.equal(span(at('2026-11-21T06:00'), at('2026-11-21T18:00')), '21 Nov 2026 06:00 → 18:00')
  assert.equal(
    span(at('2025-12-31T06:00'), at('2026-01-01T18:00')),
    '31 Dec 2025 06:00 → 1 Jan 2026 18:00',
  )
})

test('progress fits the terminal and says how much is left', () => {
  const line = progressLine({ read: 41e6, size: 100e6, lines: 140_000 }, 2000, 80, true)
  assert.ok(widthOf(line) <= 80)
  assert.match(line, /█+░+ +41% {2}140 k lines · 20\.5 MB\/s · 2\.9 s left/)
  assert.equal(
    progressLine({ read: 41e6, size: undefined, lines: 140_000 }, 2000, 80, true),
    '  140 k lines · 20.5 MB/s',
  )
})
