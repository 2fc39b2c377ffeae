import { strict as assert } from 'node:assert'
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { crc32, gzipSync, zstdCompressSync } from 'node:zlib'
import { Failure } from '../contract/failure.ts'
import file, { type FileOptions } from './file.ts'

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
})
after(() => rmSync(folder, { recursive: true }))

const path = (name: string): string => join(folder, name)
/** Text that packs badly, so that damage in the middle is damage in the middle of lines. */
const text = Array.from(
  { length: 40_000 },
  (_, at) => `${crc32(String(at))} ${crc32(`${at}x`)}\n`,
).join('')

async function read(
  options: FileOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ text: string; sources: string[]; error?: unknown }> {
  let all = ''
  const sources = new Set<string>()
  try {
    for await (const chunk of file.open(options, { signal }).chunks()) {
      all += Buffer.from(chunk.bytes).toString('latin1')
      sources.add(chunk.source)
    }
  } catch (error) {
    return { text: all, sources: [...sources], error }
  }
  return { text: all, sources: [...sources] }
}

async function readStored(name: string, stored: Buffer): ReturnType<typeof read> {
  writeFileSync(path(name), stored)
  return await read({ paths: [path(name)] })
}

function told(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof Failure)
    assert.equal(error.exit, 4)
    return [error.message, ...error.where].join('\n').replaceAll(`${folder}/`, '')
  }
  return ''
}

test('several files and globs: each once, in the order they are named', async () => {
  mkdirSync(path('many'))
  for (const name of ['b.log', 'a.log', 'c.txt', '[x].log'])
    writeFileSync(path(`many/${name}`), `${name}\n`)
  symlinkSync(path('many/b.log'), path('many/d.log'))
  const all = await read({ paths: [path('many/c.txt'), path('many/*.log'), path('many/[x].log')] })
  assert.equal(all.text, 'c.txt\n[x].log\na.log\nb.log\n')
  assert.deepEqual(all.sources.at(-1), path('many/b.log'))
})

test('all that cannot be read is told at once, before anything is read', () => {
  mkdirSync(path('folder'))
  writeFileSync(path('plain'), '')
  symlinkSync(path('loop'), path('loop'))
  const paths = ['folder', 'none', 'plain/x', 'loop', '*.none'].map(path)
  assert.equal(
    told(() => file.open({ paths }, { signal: new AbortController().signal })),
    `Not everything that was named can be read.
folder  is a directory; its files would be  folder/*
none  does not exist
plain/x  does not exist: a part of its path is no directory
loop  is a symbolic link that leads to itself
*.none  matches no file`,
  )
})

for (const [kind, pack] of [
  ['gz', gzipSync],
  ['zst', zstdCompressSync],
] as const) {
  const packed = pack(text)
  const half = packed.length >> 1

  test(`${kind}: several members, and zeros after them`, async () => {
    const stored = Buffer.concat([packed, pack(''), pack('more\n'), Buffer.alloc(700)])
    const all = await readStored('members', stored)
    assert.equal(all.error, undefined)
    assert.equal(all.text, `${text}more\n`)
  })

  test(`${kind}: what follows the end is told, after all that is good`, async () => {
    const all = await readStored('tail', Buffer.concat([packed, Buffer.from('no member')]))
    assert.equal(all.text, text)
    assert.match(
      told(() => {
        throw all.error
      }),
      new RegExp(`^tail is damaged.\ntail, packed byte \\d+: `),
    )
  })

  test(`${kind}: cut off, it gives what it has and tells where it ends`, async () => {
    const all = await readStored('short', packed.subarray(0, half))
    assert.ok(text.startsWith(all.text) && all.text.length > text.length / 4, `${all.text.length}`)
    assert.equal(
      told(() => {
        throw all.error
      }),
      `short is damaged.\nshort, packed byte ${half}: it ends too early`,
    )
    const two = await readStored('short', Buffer.concat([packed, packed.subarray(0, 9)]))
    assert.equal(two.text, text)
    assert.match(
      told(() => {
        throw two.error
      }),
      /ends too early/,
    )
  })

  test(`${kind}: damaged inside, it gives what stands before`, async () => {
    const broken = Buffer.from(packed)
    broken.fill(0xff, half, half + 40)
    const all = await readStored('broken', broken)
    assert.ok(all.text.length > text.length / 4)
    assert.ok(text.startsWith(all.text.slice(0, text.length / 4)))
    assert.match(
      told(() => {
        throw all.error
      }),
      /^broken is damaged\.\nbroken, packed byte \d+/,
    )
  })
}

test('gz with all parts a header can have, and a wrong checksum', async () => {
  const plain = gzipSync('good\n')
  const header = Buffer.from(plain.subarray(0, 10))
  header[3] = 4 | 8 | 16 | 2
  const extra = Buffer.from('\x03\0abcname\0comment\0\x01\x02', 'latin1')
  assert.equal(
    (await readStored('full', Buffer.concat([header, extra, plain.subarray(10)]))).text,
    'good\n',
  )
  const wrong = Buffer.from(plain)
  wrong[wrong.length - 8]! ^= 1
  const all = await readStored('wrong', wrong)
  assert.equal(all.text, 'good\n')
  assert.match(
    told(() => {
      throw all.error
    }),
    /checksum does not fit/,
  )
})

test('a named pipe is read until its writer closes it', async () => {
  execFileSync('mkfifo', [path('pipe')])
  writeFileSync(path('content'), zstdCompressSync(text))
  const writer = spawn('sh', ['-c', `cat ${path('content')} > ${path('pipe')}`])
  const all = await read({ paths: [path('pipe')] })
  writer.kill()
  assert.equal(all.text, text)
})

test('an abort ends the wait for a pipe, with a writer or without', async () => {
  execFileSync('mkfifo', [path('quiet')])
  const known = readdirSync('/dev/fd').length
  assert.equal((await read({ paths: [path('quiet')] }, AbortSignal.timeout(5))).text, '')
  const writer = spawn('sh', ['-c', `exec > ${path('quiet')}; echo one; exec sleep 9`], {
    stdio: 'ignore',
  })
  const stop = new AbortController()
  let seen = ''
  for await (const chunk of file
    .open({ paths: [path('quiet')] }, { signal: stop.signal })
    .chunks()) {
    seen += Buffer.from(chunk.bytes).toString()
    setImmediate(() => stop.abort())
  }
  writer.kill()
  assert.equal(seen, 'one\n')
  assert.equal(readdirSync('/dev/fd').length, known)
})

test('a pipe is not followed', () => {
  execFileSync('mkfifo', [path('fifo')])
  const run = { signal: new AbortController().signal }
  assert.match(
    told(() => file.open({ paths: [path('fifo')], follow: true }, run)),
    /^A named pipe cannot be followed/,
  )
})
