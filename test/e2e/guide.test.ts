import { strict as assert } from 'node:assert'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folder, root, tripline } from './tripline.ts'

/** Exit codes that are not 0, by command. */
const others: Readonly<Record<string, number>> = { 'tripline shop.log --fail-on high': 5 }

test('the commands of the first guide do what it says', async () => {
  const cwd = folder()
  const guide = readFileSync(join(root, 'docs/guide/first-log.md'), 'utf8')
  const commands = [...guide.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block]) =>
    block!.trim().split('\n'),
  )
  assert.ok(commands.length > 8)
  for (const command of commands) {
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, bare]) => quoted ?? bare!,
    )
    const { code, err } = await tripline(words.slice(1), { cwd })
    assert.equal(code, others[command] ?? 0, `${command}\n${err}`)
    if (command.includes('generate')) shorten(join(cwd, 'shop.log'))
  }
})

/** The first minutes are enough to see that commands work. */
function shorten(file: string): void {
  writeFileSync(file, `${readFileSync(file, 'utf8').split('\n').slice(0, 3000).join('\n')}\n`)
}
