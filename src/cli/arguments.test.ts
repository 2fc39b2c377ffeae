import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { failures } from '../contract/failure.ts'
import { readArguments } from './arguments.ts'
import { commands, optionsOf } from './command-table.ts'
import { exit } from './exit-codes.ts'
import { commandHelp, generalHelp } from './help.ts'

const options = optionsOf(commands['look']!)

test('options and operands come in any order; - is an operand and -- ends the options', () => {
  const { operands, flags } = readArguments(
    ['a.log', '--json', '--set', 'a=1', '-', '--set=b=2', '--', '--odd.log'],
    options,
    'look',
  )
  assert.deepEqual(operands, ['a.log', '-', '--odd.log'])
  assert.equal(flags.on('json'), true)
  assert.deepEqual(flags.texts('set'), ['a=1', 'b=2'])
  assert.equal(flags.text('config'), undefined)
})

test('what begins as a line with - and a blank is a line', () => {
  const line = '- - - [21/Nov/2026:06:03:20 +0000] "GET / HTTP/1.1" 200 1'
  const { operands, flags } = readArguments([line, '--format', '- %t'], options, 'look')
  assert.deepEqual(operands, [line])
  assert.equal(flags.text('format'), '- %t')
})

test('names that every object has are no options', () => {
  assert.throws(() => readArguments(['--constructor'], options, 'look'), /no option --constructor/)
})

test('help fits 80 columns', () => {
  const texts = Object.entries(commands).map(([name, command]) => commandHelp(name, command))
  const lines = [generalHelp('1.2.3'), ...texts].join('\n').split('\n')
  // Example lines are there to be copied whole.
  assert.deepEqual(
    lines.filter((line) => line.length > 80 && !line.startsWith('  tripline ')),
    [],
  )
})

test('every error ends the program with a code that is documented', () => {
  const codes: readonly number[] = Object.values(exit)
  for (const [name, code] of Object.entries(failures)) assert.ok(codes.includes(code), name)
})
