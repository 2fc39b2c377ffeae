import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { loadRules } from '../../../src/detectors/rules/load.ts'
import { requestsOf } from '../../../src/detectors/rules/rule-tests.ts'
import type { Signature } from '../../../src/detectors/rules/rule.ts'
import { compileSignatures } from '../../../src/detectors/rules/signatures.ts'
import type { Kind } from '../../../src/event/kinds.ts'
import type { Request } from '../../../src/event/request.ts'
import { shippedFiles } from '../../../src/pipeline/shipped-rules.ts'

const { rules, tests } = loadRules(shippedFiles(true))
const signatures = rules.filter((rule): rule is Signature => rule.is === 'signature')
const set = compileSignatures(signatures, { remember: false })

/** Writes each byte of a query that parts nothing; those written `%HH` stay, or get another round. */
function rewritten(
  query: string,
  write: (byte: string, number: number) => string,
  again: (written: string) => string = (written) => written,
): string {
  let count = 0
  return query.replace(/%[0-9a-f]{2}|[^&=;#+%?]/gi, (part) =>
    part.length > 1 ? again(part) : write(part, count++),
  )
}

const hex = (byte: string): string => byte.charCodeAt(0).toString(16).padStart(2, '0')
const unlessWord =
  (write: (byte: string) => string) =>
  (byte: string): string =>
    /\w/.test(byte) ? byte : write(byte)

/** Ways to write a query so that it still means the same; some for one kind of payload only. */
const disguises: readonly (readonly [string, (query: string) => string, Kind?])[] = [
  ['percent-encoded', (query) => rewritten(query, (byte) => `%${hex(byte)}`)],
  [
    'its signs percent-encoded',
    (query) =>
      rewritten(
        query,
        unlessWord((byte) => `%${hex(byte)}`),
      ),
  ],
  [
    'percent-encoded twice',
    (query) =>
      rewritten(
        query,
        (byte) => `%25${hex(byte)}`,
        (written) => `%25${written.slice(1)}`,
      ),
  ],
  [
    'percent-encoded in changing case',
    (query) =>
      rewritten(query, (byte, n) => `%${n % 2 === 0 ? hex(byte) : hex(byte).toUpperCase()}`),
  ],
  ['written in %u escapes', (query) => rewritten(query, (byte) => `%u00${hex(byte)}`)],
  [
    'its signs written as entities',
    (query) =>
      rewritten(
        query,
        unlessWord((byte) => `%26%23x${hex(byte)}%3b`),
      ),
    'cross_site_scripting',
  ],
  [
    'with comments for spaces',
    (query) => query.replace(/(?<=\w)(?:%20|\+)(?=\w)/g, '/**/'),
    'sql_injection',
  ],
]

/** What is encoded already, or fires for spaces in a row, or for a quote before a plus that programs read as a space. */
const written = /%25|%u|0x[25]|%20%20|%[89a-f].|[\x80-\xff]|["']\+/i

for (const [name, disguise, of] of disguises)
  test(`a payload ${name} scores no less than the plain one`, () => {
    const wrong: string[] = []
    let tried = 0
    for (const { kind, name: rule } of signatures)
      for (const example of tests.get(rule)!.fires) {
        const request = requestsOf(example, 0)[0]!
        const [path, query] = partsOf(request.target)
        // evasion is nothing but how it is written
        if (query === undefined || written.test(request.target) || kind === 'evasion') continue
        if (of !== undefined && kind !== of) continue
        const plain = scoreOf(request, kind)
        const target = `${path}?${disguise(query)}`
        tried++
        if (scoreOf(Object.assign(request, { target }), kind) < plain - 1e-9) wrong.push(target)
      }
    assert.deepEqual(wrong, [])
    assert.ok(tried > 50)
  })

function partsOf(target: string): readonly [string, string?] {
  const at = target.indexOf('?')
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)]
}

/** The score of a request's finding of one kind; 0 without one. */
function scoreOf(request: Request, kind: Kind): number {
  return set.judge(request)?.findings.find((finding) => finding.kind === kind)?.score ?? 0
}
