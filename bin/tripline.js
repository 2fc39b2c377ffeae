#!/usr/bin/env node
// Plain JavaScript: Node's compile cache must be on before the first TypeScript file is met, or
// every start in a clone pays for the compiler. It also has to run on the Node that it refuses.
import { existsSync } from 'node:fs'
import module from 'node:module'

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `Tripline needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      'Install it from nodejs.org, or in a clone run  npm ci && npm run -s tripline -- --help\n',
  )
  process.exit(2)
}
module.enableCompileCache()
const source = new URL('../src/cli/main.ts', import.meta.url)
await import(
  existsSync(source) ? source.href : new URL('../dist/cli/main.js', import.meta.url).href
)
