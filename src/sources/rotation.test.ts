import { strict as assert } from 'node:assert'
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Position } from '../contract/source.ts'
import file from './file.ts'

let folder: string
let log: string
let count: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
  log = join(folder, 'access.log')
  count = 0
})
afterEach(() => rmSync(folder, { recursive: true }))

const rotated = (name: string): string => join(folder, name)
/** Makes a file look a minute older: clocks of file systems are too coarse for a test. */
function age(path: string): void {
  const { mtimeMs } = statSync(path)
  utimesSync(path, (mtimeMs - 60_000) / 1000, (mtimeMs - 60_000) / 1000)
}
/** Lines that all differ, as a log's do. */
function lines(many: number): string {
  return Array.from({ length: many }, () => `line ${++count} ${'x'.repeat(count % 50)}\n`).join('')
}

/** Follows, doing one step after the other, each when all before has been read; gives what came. */
async function follow(
  steps: readonly (() => void)[],
  options: { paths?: string[]; from?: readonly Position[]; expect?: () => number } = {},
): Promise<{ text: string; positions: readonly Position[] }> {
  const stop = new AbortController()
  const open = file.open(
    { paths: options.paths ?? [log], follow: true, pollMs: 1 },
    { signal: stop.signal, ...(options.from ? { from: options.from } : {}) },
  )
  let text = ''
  const reading = (async () => {
    for await (const chunk of open.chunks()) text += Buffer.from(chunk.bytes).toString('latin1')
  })()
  const expected = options.expect ?? ((): number => count)
  const seen = async (): Promise<void> => {
    for (let tries = 0; tries < 2000 && text.split('\n').length - 1 < expected(); tries++)
      await setTimeout(1)
  }
  await seen()
  for (const step of steps) {
    step()
    await seen()
  }
  await setTimeout(15)
  stop.abort()
  await reading
  return { text, positions: open.positions() }
}

function all(): string {
  const most = count
  count = 0
  return lines(most)
}

test('a file that grows', async () => {
  writeFileSync(log, lines(10))
  const { text } = await follow([
    () => appendFileSync(log, lines(5)),
    () => appendFileSync(log, lines(3000)),
  ])
  assert.equal(text, all())
})

test('a file that is not there yet', async () => {
  const { text } = await follow([() => writeFileSync(log, lines(5))])
  assert.equal(text, all())
})

test('renamed and made anew, with late lines in the old one', async () => {
  writeFileSync(log, lines(10))
  const { text } = await follow([
    () => renameSync(log, rotated('access.log.1')),
    () => appendFileSync(rotated('access.log.1'), lines(3)),
    () => writeFileSync(log, lines(7)),
    () => appendFileSync(rotated('access.log.1'), lines(2)),
    () => appendFileSync(log, lines(1)),
  ])
  assert.equal(text, all())
})

test('rotated twice between two looks', async () => {
  writeFileSync(log, lines(10))
  const { text } = await follow([
    () => {
      appendFileSync(log, lines(2))
      renameSync(log, rotated('access.log.2'))
      age(rotated('access.log.2'))
      writeFileSync(rotated('access.log.1'), lines(4))
      writeFileSync(log, lines(3))
    },
  ])
  assert.equal(text, all())
})

test('copied and emptied, with lines that only the copy has', async () => {
  writeFileSync(log, lines(10))
  const { text } = await follow([
    () => {
      appendFileSync(log, lines(4))
      copyFileSync(log, rotated('access.log.1'))
      truncateSync(log)
    },
    () => appendFileSync(log, lines(2)),
    () => {
      copyFileSync(log, rotated('access.log-20261121'))
      truncateSync(log)
      appendFileSync(log, lines(200))
    },
  ])
  assert.equal(text, all())
})

test('a symbolic link set elsewhere', async () => {
  writeFileSync(rotated('one'), lines(10))
  writeFileSync(rotated('two'), '')
  symlinkSync(rotated('one'), log)
  const { text } = await follow([
    () => {
      symlinkSync(rotated('two'), rotated('next'))
      renameSync(rotated('next'), log)
    },
    () => appendFileSync(rotated('one'), lines(2)),
    () => appendFileSync(rotated('two'), lines(2)),
  ])
  assert.equal(text, all())
})

test('deleted and made again', async () => {
  writeFileSync(log, lines(10))
  const { text } = await follow([() => unlinkSync(log), () => writeFileSync(log, lines(12))])
  assert.equal(text, all())
})

test('read on after a stop, when the file was rotated and packed meanwhile', async () => {
  writeFileSync(log, lines(40))
  const before = await follow([])
  appendFileSync(log, lines(5))
  writeFileSync(rotated('access.log.2.gz'), gzipSync(readFileSync(log)))
  age(rotated('access.log.2.gz'))
  unlinkSync(log)
  writeFileSync(rotated('access.log.1'), lines(3))
  writeFileSync(log, lines(2))
  const after = await follow([() => appendFileSync(log, lines(2))], {
    from: before.positions,
    expect: () => count - 40,
  })
  assert.equal(before.text + after.text, all())
})

test('a glob whose files are renamed and packed gives nothing twice', async () => {
  writeFileSync(log, lines(40))
  writeFileSync(rotated('other.log'), '')
  const paths = [join(folder, 'access*')]
  const before = await follow(
    [
      () => {
        renameSync(log, rotated('access.log.1'))
        writeFileSync(log, lines(5))
      },
      () => {
        writeFileSync(rotated('access.log.2.gz'), gzipSync(readFileSync(rotated('access.log.1'))))
        unlinkSync(rotated('access.log.1'))
        appendFileSync(log, lines(40))
      },
    ],
    { paths },
  )
  assert.equal(before.text, all())
  const known = count
  renameSync(log, rotated('access.log.1'))
  writeFileSync(log, lines(5))
  const after = await follow([], { paths, from: before.positions, expect: () => count - known })
  assert.equal(before.text + after.text, all())
})

test('stopped at any moment and read on: nothing lost, nothing twice', async () => {
  let text = ''
  let from: readonly Position[] = []
  for (let round = 0; round < 8; round++) {
    appendFileSync(log, lines(30))
    const known = text.split('\n').length - 1
    const part = await follow(
      [
        () => {
          renameSync(log, rotated(`access.log.${9 - round}`))
          writeFileSync(log, lines(round))
        },
      ],
      { from, expect: () => count - known - (round % 3) },
    )
    text += part.text
    from = part.positions
  }
  const rest = await follow([], { from, expect: () => count - (text.split('\n').length - 1) })
  assert.equal(text + rest.text, all())
})
