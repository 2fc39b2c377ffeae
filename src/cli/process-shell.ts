import { writeSync } from 'node:fs'
import { exit } from './exit-codes.ts'
import { styleFor } from './screen/style.ts'
import { printFailure, unwritable } from './screen/trouble.ts'
import type { Outlet, Shell } from './shell.ts'

/** The shell of the running process: its streams, variables and signals. */
export function processShell(): Shell {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exit.interrupted)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    out: outlet(process.stdout),
    err: outlet(process.stderr),
    environment: process.env,
    interrupt: controller.signal,
    now: () => performance.now(),
  }
}

/** Standard error past the stream, which is not written any more once the process ends. */
function errors(): Outlet {
  const isTerminal = process.stderr.isTTY
  const style = styleFor(isTerminal, process.env)
  return { write: (text) => void writeSync(2, text), isTerminal, columns: 100, style }
}

function outlet(stream: NodeJS.WriteStream): Outlet {
  // The reader has gone (`| head`): that is no error of ours, and there is nobody to tell.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exit.fine)
    if (stream === process.stderr) process.exit(exit.sink)
    printFailure(unwritable('Standard output', error), errors())
    process.exit(exit.sink)
  })
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? Math.max(40, stream.columns) : 100
    },
    style: styleFor(stream.isTTY, process.env),
  }
}
