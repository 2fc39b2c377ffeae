import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { commands } from '../../src/cli/command-table.ts'
import { tripline } from './tripline.ts'

test('help goes to standard output, an example before the options', async () => {
  const { code, out, err } = await tripline(['--help'])
  assert.deepEqual([code, err], [0, ''])
  for (const name of Object.keys(commands)) assert.match(out, new RegExp(`^  ${name} `, 'm'))
  const look = await tripline(['look', '--help'])
  assert.ok(look.out.indexOf('tripline /var/log') < look.out.indexOf('Options'))
  assert.deepEqual(await tripline(['help', 'look']), look)
})

test('the version is that of the package', async () => {
  assert.match((await tripline(['--version'])).out, /^\d+\.\d+\.\d+\n$/)
})

test('mistyped commands and options are usage errors that name the nearest', async () => {
  const command = await tripline(['scroe'])
  assert.equal(command.code, 2)
  assert.match(command.err, /no command and no file "scroe"\. Did you mean score\?/)
  assert.match(command.err, /TRIPLINE_E_USAGE/)
  const option = await tripline(['look', '--jsn', 'x.log'])
  assert.equal(option.code, 2)
  assert.match(option.err, /no option --jsn\. Did you mean --json\?/)
})

test('an option without its value, and a switch with one, are usage errors', async () => {
  assert.match((await tripline(['look', '--config'])).err, /--config needs a value/)
  assert.match((await tripline(['look', '--json=yes', 'x.log'])).err, /--json takes no value/)
})

test('what score cannot score yet is said plainly', async () => {
  const { code, err } = await tripline(['score', '--as', 'series', 'x.csv'])
  assert.equal(code, 2)
  assert.match(err, /--as series does not exist: this version scores the requests of log lines/)
})

test('list prints what is built in', async () => {
  assert.match((await tripline(['list', 'kinds'])).out, /^sql_injection +T1190$/m)
  const parsers = JSON.parse((await tripline(['list', 'parsers', '--json'])).out) as {
    name: string
  }[]
  assert.ok(parsers.some(({ name }) => name === 'combined'))
  const wrong = await tripline(['list', 'rulse'])
  assert.equal(wrong.code, 2)
  assert.match(wrong.err, /Did you mean rules\?/)
})
