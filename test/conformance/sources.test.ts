import { strict as assert } from 'node:assert'
import {
  closeSync,
  globSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { Chunk, OpenSource, Position, Source } from '../../src/contract/source.ts'

/** How a test lets each source read what it has written to a file: options, and what to do afterwards. */
const serve: Record<string, (path: string) => { options: object; done?: () => void }> = {
  file: (path) => ({ options: { paths: [path] } }),
  stdin: (path) => {
    const descriptor = openSync(path, 'r')
    return { options: { descriptor }, done: () => closeSync(descriptor) }
  },
}

const room = join(import.meta.dirname, '../../src/sources')
const files = globSync('*.ts', { cwd: room }).filter((name) => !name.endsWith('.test.ts'))
const bytes = Buffer.from(Array.from({ length: 700_001 }, (_, at) => (at * at + (at >> 7)) % 251))
const open = (): number => readdirSync('/dev/fd').length

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
})
after(() => rmSync(folder, { recursive: true }))

for (const name of files.map((path) => basename(path, '.ts')))
  describe(`source ${name}`, async () => {
    const { default: source }: { default: Source<object> } = await import(join(room, `${name}.ts`))

    async function read(
      stored: Uint8Array,
      use: (
        chunks: AsyncIterable<Chunk>,
        opened: OpenSource,
        stop: AbortController,
      ) => Promise<void>,
      from?: readonly Position[],
    ): Promise<void> {
      const path = join(folder, 'input')
      writeFileSync(path, stored)
      const { options, done } = serve[name]!(path)
      const stop = new AbortController()
      const opened = source.open(options, { signal: stop.signal, ...(from ? { from } : {}) })
      try {
        await use(opened.chunks(), opened, stop)
      } finally {
        done?.()
      }
    }

    test('is named after its file and says what it does', () => {
      assert.equal(source.name, name)
      assert.match(source.about, /^[A-Z].*\.$/)
      assert.ok(serve[name], 'tell this suite how to serve a file to it')
    })

    for (const size of [0, 1, 65_535, 65_536, 65_537, 262_144, 700_001])
      for (const pack of [(all: Buffer) => all, gzipSync, zstdCompressSync])
        test(`${size} bytes, ${pack.name}: the same bytes, positions add up, the last is marked`, async () => {
          const content = bytes.subarray(0, size)
          const stored = pack(content)
          await read(stored, async (chunks, opened) => {
            const parts: Buffer[] = []
            let position = 0
            let last: Chunk | undefined
            for await (const chunk of chunks) {
              assert.ok(!last?.last, 'nothing follows the last chunk')
              assert.equal(chunk.position, position)
              assert.ok(chunk.bytes.length <= 65_536)
              parts.push(Buffer.from(chunk.bytes))
              position += chunk.bytes.length
              assert.equal(opened.positions()[0]?.position, position)
              last = chunk
            }
            assert.ok(last?.last)
            assert.ok(Buffer.concat(parts).equals(content))
            assert.equal(opened.size, stored.length)
            assert.equal(opened.read(), stored.length)
          })
        })

    for (const pack of [(all: Buffer) => all, gzipSync, zstdCompressSync])
      test(`read on from every position, ${pack.name}: exactly the rest`, async () => {
        const stored = pack(bytes)
        const stops: { position: number; from: readonly Position[] }[] = []
        await read(stored, async (chunks, opened) => {
          for await (const chunk of chunks)
            stops.push({ position: chunk.position + chunk.bytes.length, from: opened.positions() })
        })
        for (const { position, from } of stops.filter((_, index) => index % 3 === 0 || index > 9)) {
          const parts: Buffer[] = []
          const rest = async (chunks: AsyncIterable<Chunk>): Promise<void> => {
            for await (const chunk of chunks) {
              if (parts.length === 0) assert.equal(chunk.position, position)
              parts.push(Buffer.from(chunk.bytes))
            }
          }
          await read(stored, rest, from)
          assert.ok(Buffer.concat(parts).equals(bytes.subarray(position)))
        }
      })

    test('an abort ends it, without a last chunk, and nothing stays open', async () => {
      const known = open()
      for (const pack of [(all: Buffer) => all, gzipSync, zstdCompressSync])
        await read(pack(bytes), async (chunks, _, stop) => {
          let seen = 0
          for await (const chunk of chunks) {
            seen++
            assert.ok(!chunk.last)
            stop.abort()
          }
          assert.equal(seen, 1)
        })
      assert.equal(open(), known)
    })

    test('who stops asking leaves nothing open', async () => {
      const known = open()
      await read(bytes, async (chunks) => {
        for await (const _ of chunks) break
      })
      assert.equal(open(), known)
    })
  })
