import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressIn } from './address.ts'
import { htmlIn } from './html.ts'
import { pathIn } from './path.ts'
import { shellIn } from './shell.ts'
import { nothing, type Sight, wholeLength } from './sight.ts'
import { sqlIn } from './sql.ts'
import { templateIn } from './template.ts'

const tokenisers = { sqlIn, htmlIn, shellIn, pathIn, templateIn, addressIn }
const syntax = fc.constantFrom(
  ...`' " \` ( ) < > = ; | & $( \${ {{ }} [[ ]] <% %> /* */ -- # .. / \\ : // @ , + - * ! ~ or and union select case when end from a b 1 0x 1e \0 \n on script style`.split(
    ' ',
  ),
)
const texts = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 80 }),
  fc.array(syntax, { maxLength: 60 }).map((parts) => parts.join('')),
  fc.array(syntax, { maxLength: 60 }).map((parts) => parts.join(' ')),
)

test('any text is answered, with a place inside it and a strength of 0 to 1', () => {
  fc.assert(
    fc.property(texts, (text) => {
      for (const see of Object.values(tokenisers)) {
        const { is, strength, where, why } = see(text)
        assert.ok(strength >= 0 && strength <= 1)
        assert.ok(where[0] >= 0 && where[0] <= where[1] && where[1] <= text.length, why)
        assert.equal(is, strength > 0)
        assert.equal(why !== '', is)
      }
    }),
    { seed: 8, numRuns: 2000 },
  )
})

test('prose before a silent text keeps it silent', () => {
  const prose = [
    'Dear team, here is what I found: ',
    'see the list of all the things we need and ',
    'une belle histoire de table, ',
  ]
  const silent = [
    'a book or 2',
    'cats & dogs',
    'a/../b.css',
    '{{name}}',
    '12:30',
    'List<String>',
    'x = y; z',
  ]
  for (const [name, see] of Object.entries(tokenisers))
    for (const text of silent) {
      assert.equal(see(text).is, false, `${name}: ${text}`)
      for (const before of prose)
        assert.equal(see(before + text).is, false, `${name}: ${before}${text}`)
    }
})

test('an ordinary text is answered without a new object', () => {
  for (const see of Object.values(tokenisers))
    for (const text of ['', '42', 'kim', 'red-shoes', 'a1b2c3', 'en_GB'])
      assert.equal(see(text), nothing)
})

test('of a long text the first and the last part are looked at, which is told', () => {
  const attacks: [(text: string) => Sight, string][] = [
    [sqlIn, `7 or 3=3`],
    [htmlIn, `<script>f(1)</script>`],
    [shellIn, `;cat /etc/hosts`],
    [templateIn, `{{7*8}}`],
  ]
  for (const [see, attack] of attacks) {
    const pad = '0'.repeat(wholeLength)
    assert.deepEqual([see(attack).is, see(attack).isPartial], [true, false])
    const last = see(`${pad}\u0020${attack}`)
    assert.deepEqual([last.is, last.isPartial], [see !== sqlIn, true], attack)
    const { where } = see(`${pad};${attack}`)
    assert.ok(where[0] === 0 || where[0] >= wholeLength - 4)
    assert.equal(see(`${pad}${pad}`).is, false)
    assert.equal(see(`(${pad}${pad}`).isPartial, true)
  }
})
