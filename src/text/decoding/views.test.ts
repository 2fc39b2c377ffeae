import { strict as assert } from 'node:assert'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { commentsRemoved, commentsToSpace } from './comments.ts'
import { evasion } from './evasion.ts'
import { scannedLength, type Step, TextView } from './view.ts'
import { Views } from './views.ts'

const views = new Views()

/** The forms of a text by their names. */
function formsOf(text: string, plus: 'query' | 'all' | 'none' = 'query'): Record<string, string> {
  views.read(text, plus)
  return Object.fromEntries(
    Array.from({ length: views.count }, (_, i) => [views.at(i).name, views.at(i).text]),
  )
}

function evidenceOf(text: string): string[] {
  views.read(text, 'query')
  return Object.entries(evasion).flatMap(([name, bit]) => (views.evidence & bit ? [name] : []))
}

test('a plain target has one form', () => {
  for (const plain of ['/', '/a/b.html?c=d&e=f', '/~user/x-y_z.tar.gz', '/s?q=a&lt=5&copy=1', '*'])
    assert.deepEqual(formsOf(plain), { raw: plain })
})

describe('decoded', () => {
  const decoded: [string, string][] = [
    ['/%61%2Fb', '/a/b'],
    ['/a+b?c+d', '/a+b?c d'],
    ['/?q=%252527', "/?q='"],
    ['/?q=a%2Bb', '/?q=a+b'],
    ['/%u0041%u00e9', '/A\xc3\xa9'],
    ['/100%25%zz%4', '/100%%zz%4'],
  ]
  for (const [raw, form] of decoded) test(raw, () => assert.equal(formsOf(raw)['decoded'], form))
  test('as many rounds as there are', () => {
    assert.equal(formsOf('/%25252527')['decoded'], "/'")
    assert.equal(formsOf(`/%${'25'.repeat(2000)}27`)['decoded'], "/'")
  })
  test('a malformed percent sign is no other form', () => {
    assert.deepEqual(formsOf('/?a=%zz'), { raw: '/?a=%zz' })
  })
})

describe('folded', () => {
  const folded: [string, string][] = [
    ['/%c0%ae%c0%ae/', '/../'],
    ['/%e0%80%af', '//'],
    ['/%ef%bc%9cscript%ef%bc%9e', '/<script>'],
    ['/%ca%bcor', "/'or"],
    ['/%uff1c', '/<'],
    ['/s%e2%80%8bcript%c2%ad', '/script'],
    ['/?q=%26lt;b%26%23x3e;%26%2360', '/?q=<b><'],
    ['/?q=&#106;avascript&colon;x', '/?q=javascript:x'],
    ['/\\x3cb\\u003e\\u{27}\\074', "/<b>'<"],
  ]
  for (const [raw, form] of folded) test(raw, () => assert.equal(formsOf(raw)['folded'], form))
  test('other languages stay as they are', () => {
    const text = Buffer.from('/поиск/東京/naïve', 'utf8').toString('latin1')
    assert.deepEqual(formsOf(text), { raw: text })
  })
})

describe('without comments', () => {
  test('as space and removed', () => {
    const forms = formsOf('/?q=un/**/ion/*x*/select')
    assert.equal(forms['comments as space'], '/?q=un ion select')
    assert.equal(forms['comments removed'], '/?q=unionselect')
  })
  test('what MySQL runs stays', () => {
    assert.equal(formsOf('/?q=/*!50000union*/')['comments as space'], '/?q= union ')
    assert.equal(formsOf('/?q=un/*!ion*/')['comments removed'], '/?q=union')
  })
  test('line comments need a next line', () => {
    assert.equal(formsOf('/?q=a--x%0ab%23y%0ac')['comments as space'], '/?q=a b c')
    assert.equal(formsOf('/?q=a--x')['comments as space'], undefined)
  })
  test('nulls and white space', () => {
    assert.equal(formsOf('/a%00b%09%0b%0c%a0c')['comments as space'], '/a b c')
    assert.equal(formsOf('/a%00b')['comments removed'], '/ab')
  })
})

describe('path', () => {
  const paths: [string, string, number][] = [
    ['/a//b/./c', '/a/b/c', 0],
    ['/a/../b', '/b', 0],
    ['/a/../../etc', '/../etc', 1],
    ['/..;/manager', '/../manager', 1],
    ['/?f=../../x/../etc', '/?f=../../etc', 2],
    ['/?f=....//....//etc', '/?f=../../etc', 2],
    ['/?f=..%5c..%2fboot.ini', '/?f=../../boot.ini', 2],
    ['/?u=http://a//b/../c', '/?u=http://a/c', 0],
    ['/?f=dir//.//..//..//x', '/?f=../x', 1],
  ]
  for (const [raw, form, depth] of paths)
    test(raw, () => {
      assert.equal(formsOf(raw)['path'], form)
      assert.equal(views.depth, depth)
    })
})

describe('unquoted', () => {
  const words: [string, string][] = [
    ["/?c=c''at", '/?c=cat'],
    ["/?c=c'a't", '/?c=cat'],
    ['/?c=c\\at', '/?c=cat'],
    ['/?c=cat$IFS/x${IFS}y$IFS$9z', '/?c=cat /x y z'],
    ['/?c={cat,/etc/passwd}', '/?c=cat /etc/passwd'],
    ['/?c=w$@hoami', '/?c=whoami'],
    ['/?c=who^ami', '/?c=whoami'],
  ]
  for (const [raw, form] of words) test(raw, () => assert.equal(formsOf(raw)['unquoted'], form))
})

test('evasion is evidence', () => {
  assert.deepEqual(evidenceOf('/?q=%27'), [])
  assert.deepEqual(evidenceOf('/?q=a+b'), [])
  assert.deepEqual(evidenceOf('/?q=%2527'), ['encodedTwice'])
  assert.deepEqual(evidenceOf('/?q=%252527'), ['encodedTwice', 'encodedOften'])
  assert.deepEqual(evidenceOf('/%c0%ae'), ['overlong'])
  assert.deepEqual(evidenceOf('/%u0027'), ['percentU'])
  assert.deepEqual(evidenceOf('/a%00'), ['nulls'])
  assert.deepEqual(evidenceOf('/un/**/ion'), ['splitByComment'])
  assert.deepEqual(evidenceOf('/%ef%bc%9c'), ['disguised'])
  // A full-width question mark behind Chinese characters is how Chinese is written.
  assert.deepEqual(evidenceOf('/%e5%85%83%e5%90%97%ef%bc%9f'), [])
  assert.deepEqual(evidenceOf('/..;/'), ['dotsWithParameter'])
  assert.deepEqual(evidenceOf('/'.repeat(scannedLength + 1)), ['tooLong'])
})

const fragments = fc.constantFrom(
  '%27', '%2527', '%u0027', '%c0%ae', '%ef%bc%9c', '&lt;', '&#39;', '\\x27', '\\u0027', '/**/',
  '/*!5union*/', '..', '..;', '/', '\\', "'", '"', '$IFS', '{a,b}', '%00', ' ', '  ', '\n', '#', '--',
  'select', '?', '&', '=', '+', '\xe9', '\xc3\xa9', '%', '*/', '/*',
) // prettier-ignore
const texts = fc.array(fragments, { maxLength: 24 }).map((parts) => parts.join(''))

test('every byte of a form points to the bytes it came from', () => {
  fc.assert(
    fc.property(texts, fc.nat(50), (text, offset) => {
      views.read(text, 'query', offset)
      assert.ok(views.count <= 7)
      for (let i = 0; i < views.count; i++) {
        const view = views.at(i)
        let before = 0
        for (let k = 0; k < view.length; k++) {
          const [start, end] = [view.starts[k]! - offset, view.ends[k]! - offset]
          assert.ok(start < end && end <= text.length && start >= before)
          before = start
          const isSame = view.bytes[k] === text.charCodeAt(start)
          if (view.name === 'raw') assert.ok(isSame && end - start === 1)
        }
      }
    }),
  )
})

test('what a word came from decodes to that word', () => {
  const encode = fc.constantFrom(
    (word: string) => word,
    (word: string) => word.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`),
    (word: string) => word.replace(/./g, (c) => `%25${c.charCodeAt(0).toString(16)}`),
    (word: string) => word.replace(/./g, (c) => `&#${c.charCodeAt(0)};`),
    (word: string) => word.replace(/./g, (c) => `\\x${c.charCodeAt(0).toString(16)}`),
  )
  fc.assert(
    fc.property(encode, texts, (encoder, around) => {
      const plain = `${around.replaceAll('?', '')} needle`
      const text = `/?q=${plain.replace('needle', '')}${encoder('needle')}`
      views.read(text, 'query')
      const found = Array.from({ length: views.count }, (_, i) => views.at(i)).find((view) =>
        view.text.includes('needle'),
      )
      assert.ok(found)
      const at = found.text.lastIndexOf('needle')
      const raw = text.slice(found.starts[at], found.ends[at + 5])
      const again = new Views()
      again.read(raw, 'all')
      const forms = Array.from({ length: again.count }, (_, i) => again.at(i).text)
      assert.ok(forms.includes('needle'), `${raw} in ${text}`)
    }),
  )
})

describe('texts made to be slow', () => {
  const parts = [
    '#', '/*', '*/', '--', '\\u{', '&#', '&#0', '{a', '../', '%25', '25', '/*!', "'", '$IFS', '${', '${lower:', '${::-',
    'char(', 'char(1,', 'concat(', "'a'||", '0x41', 'QUF/', 'QUFB', '+AD', '/???/*', '$a', 'a=b$a', '\xd0\xb0', '\xc0',
    '%u00', '&amp;', '&amp;#', '\\x5c', '..;/', 'a=1&', "x'41", 'unhex(', '::$DATA', 'uNiOn ', '%%', 'a=bbbbbbbbbbbbb;$a',
  ] // prettier-ignore
  for (const part of parts)
    test(`${part} again and again`, () => {
      for (const end of ['', '\n', '*/', '}'.repeat(500)])
        for (const start of ['', '/?a=', '/?a=%27*\\&amp;\xe9']) {
          const text = start + part.repeat(scannedLength / part.length) + end
          views.read(text.slice(0, scannedLength), 'query')
          assert.ok(views.count <= 7)
          assert.ok(views.work <= scannedLength * 11, `${views.work}`)
        }
    })
  test('what is too much is flagged', () => {
    assert.deepEqual(evidenceOf(`/?q=%${'25'.repeat(500_000)}27`), [
      'encodedTwice',
      'encodedOften',
      'tooLong',
    ])
    assert.deepEqual(evidenceOf(`/?${'a=1&'.repeat(10_000)}`), ['tooLong'])
    assert.deepEqual(evidenceOf(`/?q=${'${'.repeat(100)}`), ['tooCostly'])
    assert.deepEqual(evidenceOf(`/?q=a=bbbbbbbbbbbbb;${'$a'.repeat(4000)}`), [
      'tooCostly',
      'shellQuoting',
    ])
    assert.deepEqual(evidenceOf(`/?q=${'/b?n/c?t;'.repeat(20)}'`), ['tooCostly', 'shellQuoting'])
  })
})

describe('vectors of the rule language tests', () => {
  const data = process.env['TRIPLINE_DATA'] ?? join(import.meta.dirname, '../../../../shared/data')
  const folder = join(data, 'conformance/secrules_transformations')
  const unescape = (text: string): string =>
    text.replace(/\\x([0-9a-f]{2})|\\u00([0-9a-f]{2})/gi, (_, a: string, b: string) =>
      String.fromCharCode(Number.parseInt(a ?? b, 16)),
    )
  const steps: Record<string, Step> = {
    removeNulls: commentsRemoved,
    compressWhitespace: commentsToSpace,
  }
  for (const [name, step] of Object.entries(steps)) {
    const file = join(folder, `${name}.json`)
    test(name, { skip: !existsSync(file) && `${file} is missing` }, () => {
      const cases = JSON.parse(readFileSync(file, 'utf8')) as { input: string; output: string }[]
      for (const { input, output } of cases) {
        const results = [(text: string) => text, unescape].map((read) => {
          const [from, to] = [new TextView(), new TextView()]
          from.load(read(input), 0)
          to.begin(name)
          step(from, to)
          return to.text === read(output)
        })
        assert.ok(results.includes(true), input)
      }
    })
  }
})
