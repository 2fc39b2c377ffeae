import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** Where and of what a page was measured. */
export interface Machine {
  readonly date: string
  readonly commit: string
  readonly version: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
}

const root = join(import.meta.dirname, '..')

/** This machine, this version of the source, today. */
export function machine(): Machine {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    version,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
}

/** One line for the head of a page. */
export function machineLine(at: Machine): string {
  return `tripline ${at.version} (${at.commit}), ${at.date}, Node ${at.node.slice(1)}, ${at.cores} × ${at.cpu}, ${at.memoryGiB} GiB.`
}

function commit(): string {
  try {
    const isChanged = git('status', '--porcelain', 'src', 'rules').trim() !== ''
    return git('rev-parse', '--short', 'HEAD').trim() + (isChanged ? ', with changes' : '')
  } catch {
    return 'no repository'
  }
}

function git(...words: string[]): string {
  return execFileSync('git', words, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
