import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { Failure } from '../contract/failure.ts'
import { LineCutter } from './lines.ts'

interface Line {
  readonly line: string
  readonly position: number
  readonly length: number
}

/** Cuts `bytes` in pieces of the given sizes, over and over. */
function cut(bytes: Buffer, sizes: readonly number[] = [bytes.length || 1]): [Line[], LineCutter] {
  const cutter = new LineCutter()
  const lines: Line[] = []
  const take = (line: string, position: number, length: number): void => {
    lines.push({ line, position, length })
  }
  let position = 0
  for (let index = 0; position < bytes.length; index++) {
    const piece = Buffer.from(bytes.subarray(position, position + sizes[index % sizes.length]!))
    cutter.add({ bytes: piece, source: 'log', position, last: false }, take)
    piece.fill(0)
    position += piece.length
  }
  cutter.add({ bytes: new Uint8Array(0), source: 'log', position, last: true }, take)
  return [lines, cutter]
}

function texts(text: string, sizes?: readonly number[]): string[] {
  return cut(Buffer.from(text, 'latin1'), sizes)[0].map(({ line }) => line)
}

function isTold(error: unknown): boolean {
  return error instanceof Failure && error.message.startsWith('log is written in UTF-16')
}

describe('line ends', () => {
  for (const sizes of [[1000], [1], [2, 3]])
    test(`in pieces of ${sizes.join()}`, () => {
      assert.deepEqual(texts('a\nb\r\nc', sizes), ['a', 'b', 'c'])
      assert.deepEqual(texts('a\rb\n\0\xff\n', sizes), ['a\rb', '\0\xff'])
      assert.deepEqual(texts('', sizes), [])
      assert.deepEqual(texts('a\r', sizes), ['a'])
      assert.deepEqual(texts('a\r\r\nb\n \n', sizes), ['a\r', 'b', ' '])
    })

  test('empty lines are counted, not handed on', () => {
    const [lines, cutter] = cut(Buffer.from('\n\r\na\n\nb\n\r'))
    assert.deepEqual(
      lines.map(({ position }) => position),
      [3, 6],
    )
    assert.equal(cutter.blank, 4)
    assert.equal(cutter.lines, 2)
  })
})

describe('byte order marks', () => {
  for (const sizes of [[1000], [1], [2]]) {
    test(`UTF-8, in pieces of ${sizes.join()}`, () => {
      assert.deepEqual(cut(Buffer.from('\ufeffa\n\ufeffb\n'), sizes)[0], [
        { line: 'a', position: 3, length: 1 },
        { line: '\xef\xbb\xbfb', position: 5, length: 4 },
      ])
      assert.deepEqual(cut(Buffer.from('\ufeff\r\n'), sizes)[0], [])
    })

    test(`UTF-16 is refused, in pieces of ${sizes.join()}`, () => {
      assert.throws(() => cut(Buffer.from('\ufeff1.2.3.4\n', 'utf16le'), sizes), isTold)
      assert.throws(() => cut(Buffer.from('\ufeff1.2.3.4\n', 'utf16le').swap16(), sizes), isTold)
      assert.equal(texts('\xff\xfe binary\n', sizes).length, 1)
    })
  }
})

describe('long lines', () => {
  const longest = 1 << 20
  for (const sizes of [[1 << 16], [1 << 22], [77_777, 3]])
    for (const end of ['\n', '\r\n', ''])
      test(`in pieces of ${sizes.join()}, ended by ${JSON.stringify(end)}`, () => {
        for (const length of [longest - 1, longest, longest + 1, 3 * longest]) {
          const long = 'abcdefg'.repeat(length / 7 + 1).slice(0, length)
          const [lines, cutter] = cut(Buffer.from(`x\n${long}${end}${end && 'y'}`), sizes)
          const isCut = length > longest
          assert.equal(lines.length, end ? 3 : 2)
          assert.equal(lines[1]!.length, length)
          assert.equal(lines[1]!.line, isCut ? long.slice(0, 1 << 16) : long)
          assert.equal(cutter.cut, isCut ? 1 : 0)
          assert.equal(lines.at(-1)!.position, end ? 2 + length + end.length : 2)
        }
      })
})

describe('several sources', () => {
  test('chunks may alternate', () => {
    const cutter = new LineCutter()
    const seen: string[] = []
    const take = (line: string, position: number): void => {
      seen.push(`${cutter.source}@${position} ${line}`)
    }
    const add = (source: string, position: number, text: string, last = false): void =>
      cutter.add({ bytes: Buffer.from(text), source, position, last }, take)
    add('a', 0, 'one\ntw')
    add('b', 0, 'eins\nzw')
    add('a', 6, 'o\n')
    assert.equal(cutter.unfinished('b'), 5)
    assert.equal(cutter.unfinished('a'), undefined)
    add('b', 7, 'ei', true)
    add('a', 8, 'thr')
    add('a', 0, 'new\n')
    add('a', 4, 'x')
    cutter.end(take)
    assert.deepEqual(seen, [
      'a@0 one',
      'b@0 eins',
      'a@4 two',
      'b@5 zwei',
      'a@8 thr',
      'a@0 new',
      'a@4 x',
    ])
  })
})

test('any bytes in any pieces: the lines that splitting gives, each at its place', () => {
  const bytes = fc.array(
    fc.oneof(
      fc.constantFrom('\n', '\r', '\r\n', '\0'),
      fc.string({ unit: 'binary-ascii' }),
      fc.constantFrom('\xff', '\xef\xbb'),
    ),
  )
  fc.assert(
    fc.property(
      bytes,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (parts, sizes) => {
        const text = `${parts.join('')}.`.slice(0, parts.length % 2 ? -1 : undefined)
        const ended = text.split('\n').map((line) => line.replace(/\r$/, ''))
        const [lines, cutter] = cut(Buffer.from(text, 'latin1'), sizes)
        assert.deepEqual(
          lines.map(({ line }) => line),
          ended.filter((line) => line !== ''),
        )
        const empty = ended.filter(
          (line, index) => line === '' && (index < ended.length - 1 || text.endsWith('\r')),
        )
        assert.equal(cutter.blank, empty.length)
        for (const { line, position } of lines)
          assert.equal(text.slice(position, position + line.length), line)
      },
    ),
    { numRuns: 1000, seed: 1 },
  )
})
