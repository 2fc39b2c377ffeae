import { strict as assert } from 'node:assert'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import {
  environment,
  folder,
  golden,
  program,
  root,
  tripline,
  triplineProcess,
} from './tripline.ts'

const log = join(golden, 'attack.log')

function start(words: readonly string[], cwd = folder()): ChildProcess {
  return spawn(process.execPath, [program, ...words], { cwd, env: environment() })
}

async function until(
  child: ChildProcess,
  stream: 'stdout' | 'stderr',
  pattern: RegExp,
): Promise<string> {
  let text = ''
  for await (const part of child[stream]!.setEncoding('utf8').iterator({
    destroyOnReturn: false,
  })) {
    text += String(part)
    if (pattern.test(text)) return text
  }
  return text
}

describe('the process', () => {
  test('a reader that goes away is no error', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'long.log'), readFileSync(log, 'utf8').repeat(40))
    const child = start(['score', 'long.log'], cwd)
    let err = ''
    child.stderr!.on('data', (text) => (err += String(text)))
    child.stdout!.once('data', () => child.stdout!.destroy())
    const [code] = (await once(child, 'close')) as [number]
    assert.deepEqual([code, err], [0, ''])
  })

  test('a full disk is told, and the exit code says so', async () => {
    const cwd = folder()
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [program, 'score', log], {
      cwd,
      env: environment(),
      stdio: ['ignore', full, 'pipe'],
    })
    let err = ''
    child.stderr!.on('data', (text) => (err += String(text)))
    const [code] = (await once(child, 'close')) as [number]
    closeSync(full)
    assert.equal(code, 6)
    assert.match(err, /^Standard output cannot be written: no space is left\.$/m)
    const unparsed = await tripline([log, '--unparsed', '/dev/full'])
    assert.equal(unparsed.code, 6)
    assert.match(unparsed.err, /\/dev\/full cannot be written: no space is left/)
  })

  test('killed while it follows, it leaves nothing broken behind', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'grow.log'), readFileSync(log))
    const child = start(['score', 'grow.log', '--follow', '--unparsed', 'left.txt'], cwd)
    const closed = once(child, 'close')
    const out = await until(child, 'stdout', /"line":67/)
    child.kill('SIGKILL')
    await closed
    for (const line of out.trimEnd().split('\n')) JSON.parse(line)
    assert.deepEqual(readFileSync(join(cwd, 'grow.log')), readFileSync(log))
    assert.equal((await tripline(['grow.log'], { cwd })).code, 0)
  })

  test('Ctrl-C ends following with the report and exit code 130', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'grow.log'), '')
    const child = start(['look', 'grow.log', '--follow'], cwd)
    const closed = once(child, 'close')
    const talk = until(child, 'stderr', /Show why/)
    appendFileSync(join(cwd, 'grow.log'), readFileSync(log))
    assert.match(await until(child, 'stdout', /sql injection/), /203\.0\.113\.9/)
    child.kill('SIGINT')
    assert.match(await talk, /Format {3}combined/)
    assert.equal(((await closed) as [number])[0], 130)
  })

  test('a second Ctrl-C ends it at once', async () => {
    const child = start(['demo', '--speed', '1'])
    const closed = once(child, 'close')
    await until(child, 'stderr', /Ten minutes/)
    child.kill('SIGINT')
    setTimeout(() => child.kill('SIGINT'), 5)
    assert.equal(((await closed) as [number])[0], 130)
  })

  test('in a clone, npm passes arguments on and paths are those of the caller', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'here.log'), readFileSync(log))
    const inNpm = {
      INIT_CWD: cwd,
      npm_package_name: 'tripline',
      npm_lifecycle_event: 'tripline',
    }
    const ran = await triplineProcess(['here.log', '--fail-on', 'low'], { cwd: root, env: inNpm })
    assert.equal(ran.code, 5)
    const elsewhere = await triplineProcess(['here.log'], {
      cwd,
      env: { ...inNpm, INIT_CWD: root, npm_package_name: 'another' },
    })
    assert.equal(elsewhere.code, 0)
  })

  test('no colour where nobody sees it, none with NO_COLOR, some with FORCE_COLOR', async () => {
    const forced = await tripline([log], { env: { FORCE_COLOR: '1' } })
    assert.match(forced.out, /\x1b\[3[13]m[▲◆]/)
    const refused = await tripline([log], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })
    assert.doesNotMatch(refused.out, /\x1b/)
  })

  test('the demo finds its campaigns, and so does look on the same lines', async () => {
    const { code, out, err } = await tripline(['demo', '--speed', '6000'])
    assert.equal(code, 0)
    const cwd = folder()
    await tripline(['generate', '--demo', '--out', 'demo.log'], { cwd })
    assert.equal((await tripline(['demo.log'], { cwd })).out, out)
    assert.match(err, /Ten minutes of a shop/)
    for (const kind of [
      'sql injection',
      'scanner',
      'brute force',
      '(?<!distributed )flood',
      'error surge',
      'exfiltration',
    ])
      assert.match(out, new RegExp(kind))
  })
})
