import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleFor } from '../../src/cli/screen/style.ts'
import type { Outlet } from '../../src/cli/shell.ts'
import { runLine } from '../../src/cli/start.ts'

/** What a run of the command line gave. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Around {
  readonly input?: string | Buffer
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Of the terminal; 100 when there is none. */
  readonly columns?: number
}

/** What a run that follows a file is driven by. */
interface Live {
  readonly interrupt: AbortSignal
  /** The wall clock. */
  readonly now: () => number
  /** Called with all of standard output when there is more. */
  readonly heard: (out: string) => void
}

export const root: string = join(import.meta.dirname, '../..')
export const program: string = join(root, 'bin/tripline.js')
export const golden: string = join(root, 'test/golden')

/** The environment of tests: nothing of the caller's that changes output. */
export function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(TRIPLINE_|npm_|FORCE_COLOR|NO_COLOR|INIT_CWD|NODE_TEST)/.test(name),
  )
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...more }
}

/** Runs the command line in this process: one at a time, as the working directory is that of all. */
export async function tripline(
  words: readonly string[],
  around: Omit<Around, 'input'> & Partial<Live> = {},
): Promise<Ran> {
  const home = process.cwd()
  const written = { out: '', err: '' }
  const environment = around.env ?? {}
  const outlet = (name: 'out' | 'err'): Outlet => ({
    write: (text) => {
      written[name] += text
      around.heard?.(written.out)
    },
    isTerminal: false,
    columns: around.columns ?? 100,
    style: styleFor(false, environment),
  })
  process.chdir(around.cwd ?? folder())
  try {
    const code = await runLine(words, {
      out: outlet('out'),
      err: outlet('err'),
      environment,
      interrupt: around.interrupt ?? new AbortController().signal,
      now: around.now ?? (() => performance.now()),
    })
    return { code, ...written }
  } finally {
    process.chdir(home)
  }
}

/** Runs the command line as a process of its own. */
export function triplineProcess(words: readonly string[], around: Around = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: around.cwd ?? folder(),
      env: environment(around.env),
      stdio: [around.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin?.on('error', () => {})
    child.stdin?.end(around.input)
  })
}

/** A new empty folder. */
export function folder(): string {
  return mkdtempSync(join(tmpdir(), 'tripline-e2e-'))
}
