import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Figure, median } from './figure.ts'

/** GoAccess on the same log, whole processes, where it is installed: `goaccess` on the path, or named by GOACCESS. */
export function goaccess(log: string, lines: number, runs: number): Figure[] {
  const program = process.env['GOACCESS'] || 'goaccess'
  const { error, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (error) return []
  const [version = ''] = /\d+\.\d+(?:\.\d+)?/.exec(stdout) ?? []
  const out = join(log, '../goaccess.json')
  const words = ['--log-format=COMBINED', '--no-global-config', '--no-progress']
  const seconds = Array.from({ length: runs }, () =>
    childSeconds(program, [log, ...words, '-p', '/dev/null', '-o', out]),
  )
  return [
    {
      part: 'Peers, on the same real lines',
      name: `GoAccess ${version}, which counts and detects nothing`,
      value: Math.round(lines / median(seconds)),
      unit: 'lines/CPU-s',
    },
  ]
}

/** CPU seconds of a whole process. */
function childSeconds(program: string, words: readonly string[]): number {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1 </dev/null'
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', program, ...words], {
    encoding: 'utf8',
  })
  return stderr
    .trim()
    .split(' ')
    .map(Number)
    .reduce((a, b) => a + b, 0)
}
