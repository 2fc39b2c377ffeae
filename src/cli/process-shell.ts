import { exit } from './exit-codes.ts'
import { styleFor } from './screen/style.ts'
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

function outlet(stream: NodeJS.WriteStream): Outlet {
  // The reader has gone (`| head`): that is no error of ours, and there is nobody to tell.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exit.fine)
    throw error
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
