import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import type { View } from '../../contract/windows.ts'
import { ServerError } from '../../event/event.ts'
import type { Finding } from '../../event/finding.ts'
import { DateFinder, timeOf } from './dates.ts'
import { spanOf } from './jail.ts'
import { type Fail2banOptions, loadFail2ban } from './load.ts'
import { createFail2banParser } from './parser.ts'
import { Sieve } from './sieve.ts'

const start = Date.UTC(2026, 10, 21, 6)
const view: View = { value: () => 0, top: () => [], now: 0 }

type Files = Readonly<Record<string, string>>

function load(files: Files, options: Fail2banOptions = {}): ReturnType<typeof loadFail2ban> {
  return loadFail2ban(
    Object.entries(files).map(([name, text]) => ({ name, text })),
    options,
  )
}

/** Hosts that a filter finds in lines; '-' where it finds none. */
function hosts(files: Files, lines: readonly string[]): string[] {
  const { jails, mistakes, unsupported } = load(files)
  assert.deepEqual([mistakes, unsupported], [[], []])
  const sieve = new Sieve(jails.map(({ filter }) => filter))
  return lines.map((line) => {
    let host = '-'
    sieve.match(line, (_, match) => (host = match.host || match.id))
    return host
  })
}

const shop =
  '[Definition]\nfailregex = ^\\s*shopd: login of <F-USER>\\S+</F-USER> from <HOST> refused$\n'
const refusal = (client: string, at: number): string =>
  `${new Date(start + at * 1000).toISOString().slice(0, 19).replace('T', ' ')} shopd: login of ana from ${client} refused`

function error(line: string, at: number): ServerError {
  return Object.assign(new ServerError(), { line, time: start + at * 1000 })
}

/** Findings of refused logins: whose, and when in seconds. */
function found(files: Files, asked: readonly (readonly [string, number])[]): Finding[] {
  const { detectors, mistakes } = load(files)
  assert.deepEqual(mistakes, [])
  const judge = detectors[0]!.start({ keys: 100 })
  return asked.flatMap(([client, at]) => listed(judge.score!(error(refusal(client, at), at), view)))
}

const listed = (said: Finding | readonly Finding[] | undefined): readonly Finding[] =>
  said === undefined ? [] : [said].flat()

const brief = (all: readonly Finding[]): string[] =>
  all.map(
    ({ detector, entity, count, time }) =>
      `${detector} ${entity.value} ${count} ${(time - start) / 1000}`,
  )

test('a filter sees the line without its date', () => {
  const lines = [
    '2026-11-21 06:00:00 shopd: login of ana from 192.0.2.1 refused',
    '[2026-11-21T06:00:00.123Z] shopd: login of ana from 2001:db8::1 refused',
    'shopd: login of ana from mail.example refused',
    '2026-11-21 06:00:00 shopd: login of ana from 192.0.2.1 allowed',
  ]
  const filter =
    '[Definition]\nfailregex = ^(?:\\[\\])?\\s*shopd: login of \\S+ from <HOST> refused$\n'
  assert.deepEqual(hosts({ 'filter.d/shop.conf': filter }, lines), [
    '192.0.2.1',
    '2001:db8::1',
    'mail.example',
    '-',
  ])
})

test('names are filled in, files include others, and .local comes behind', () => {
  const files = {
    'filter.d/own-common.conf':
      '[DEFAULT]\nlogtype = file\n_daemon = \\S+\n__prefix = <lt_<logtype>/__prefix>\n[lt_file]\n__prefix = \\s*%(_daemon)s:\n[lt_short]\n__prefix = short\n',
    'filter.d/own.conf': `[INCLUDES]
before = own-common.conf
[Definition]
_daemon = shopd
mode = one
# comments say nothing
re-one = ^%(__prefix)s first <HOST>$
re-two = ^%(__prefix)s second <HOST>$
         ^%(__prefix)s 100%% of <block> <HOST>$
failregex = <re-<mode>> ; nor do these
[Init]
block = (?:a|b)
`,
    'filter.d/own.local': '[Definition]\nmode = two\n',
  }
  const lines = [
    'shopd: first 192.0.2.1',
    'shopd: second 192.0.2.1',
    'shopd: 100% of b 192.0.2.2',
    'smtpd: second 192.0.2.1',
  ]
  assert.deepEqual(hosts(files, lines), ['-', '192.0.2.1', '192.0.2.2', '-'])
  const jail = {
    ...files,
    'jail.conf': '[shop]\nenabled = true\nfilter = own[mode=one, _daemon="smtpd"]\n',
  }
  assert.deepEqual(hosts(jail, ['smtpd: first 192.0.2.1', 'shopd: first 192.0.2.1']), [
    '192.0.2.1',
    '-',
  ])
})

test('a prefix finds the content that the others look at; ignoreregex lets lines go', () => {
  const filter = `[Definition]
prefregex = ^\\s*shopd\\[\\d+\\]: <F-CONTENT>.+</F-CONTENT>$
failregex = ^refused <ADDR>
            ^denied (?!friend)\\S+ <ADDR>
ignoreregex = ^.* for test$
`
  const lines = [
    'shopd[1]: refused 192.0.2.1',
    'shopd[1]: denied foe 192.0.2.2',
    'shopd[1]: denied friend 192.0.2.2',
    'shopd[1]: refused 192.0.2.1 for test',
    'refused 192.0.2.1',
  ]
  assert.deepEqual(hosts({ 'filter.d/own.conf': filter }, lines), [
    '192.0.2.1',
    '192.0.2.2',
    '-',
    '-',
    '-',
  ])
})

test('dates are cut where a filter says', () => {
  const cut = (line: string, ...patterns: string[]): string => {
    const text = { bytes: Buffer.from(line, 'latin1'), length: line.length, text: line }
    const span = new DateFinder(patterns).find(line, () => text)
    return span ? line.slice(span.start, span.end) : '-'
  }
  assert.equal(cut('192.0.2.1 - - [21/Nov/2026:06:00:00 +0100] "GET'), '21/Nov/2026:06:00:00 +0100')
  assert.equal(cut('Nov 21 06:00:00 srv', '{^LN-BEG}'), 'Nov 21 06:00:00')
  assert.equal(cut('[Sat Nov 21 06:00:00.123 2026] x', '{^LN-BEG}'), 'Sat Nov 21 06:00:00.123 2026')
  assert.equal(cut('srv Nov 21 06:00:00', '{^LN-BEG}'), '-')
  assert.equal(
    cut('a [21/Nov/2026:06:00:00] b', '^[^\\[]*\\[({DATE})', '{^LN-BEG}'),
    '21/Nov/2026:06:00:00',
  )
  assert.equal(
    cut('a [21/Nov/2026:06:00:00 ] b', '^[^\\[]*(\\[{DATE}\\s*\\])'),
    '[21/Nov/2026:06:00:00 ]',
  )
  assert.equal(cut('t=2026-11-21T06:00:00 x', '^t=%Y-%m-%dT%H:%M:%S'), 't=2026-11-21T06:00:00')
  assert.equal(
    cut('2026-11-21 06:00:00', '{^LN-BEG}%ExY(?P<_sep>[-/.])%m(?P=_sep)%d[T ]%H:%M:%S'),
    '2026-11-21 06:00:00',
  )
  assert.equal(cut('<co ts="1795241600" x', '^<co ts="{DATE}"\\s+'), '<co ts="1795241600" ')
  assert.equal(cut('a 1795241600.123 b', 'EPOCH'), '1795241600.123')
})

test('dates have times', () => {
  const iso = (date: string): string => new Date(timeOf(date, 2026)).toISOString()
  assert.equal(iso('21/Nov/2026:06:00:00 +0100'), '2026-11-21T05:00:00.000Z')
  assert.equal(iso('Sat Nov 21 06:00:00.123 2026'), '2026-11-21T06:00:00.123Z')
  assert.equal(iso('Nov  1 06:00:00'), '2026-11-01T06:00:00.000Z')
  assert.equal(iso('2026-11-21T06:00:00,5'), '2026-11-21T06:00:00.500Z')
  assert.equal(iso('1795241600'), '2026-11-21T06:13:20.000Z')
  assert.ok(Number.isNaN(timeOf('soon', 2026)))
})

test('so many failures of a host within the time are a finding', () => {
  const files = {
    'filter.d/shop.conf': shop,
    'jail.conf': '[DEFAULT]\nmaxretry = 3\nfindtime = 1m\nbantime = 10m\n[shop]\nenabled = true\n',
  }
  const at = (client: string, ...times: number[]): (readonly [string, number])[] =>
    times.map((time) => [client, time])
  assert.deepEqual(brief(found(files, at('192.0.2.1', 0, 10, 60))), [
    'fail2ban/shop 192.0.2.1 3 60',
  ])
  assert.deepEqual(found(files, at('192.0.2.1', 0, 10, 61)), [])
  assert.deepEqual(brief(found(files, at('192.0.2.1', 0, 30, 61, 62))), [
    'fail2ban/shop 192.0.2.1 3 62',
  ])
  assert.deepEqual(found(files, [...at('192.0.2.1', 0, 1), ...at('192.0.2.2', 2, 3)]), [])
  // banned until 610, then counted anew
  const later = at('192.0.2.1', 0, 5, 10, 20, 30, 40, 611, 612, 613)
  assert.deepEqual(brief(found(files, later)), [
    'fail2ban/shop 192.0.2.1 3 10',
    'fail2ban/shop 192.0.2.1 3 613',
  ])
  const [finding] = found(files, at('192.0.2.1', 0, 1, 2))
  assert.deepEqual(
    [finding!.kind, finding!.topic, finding!.severity],
    ['brute_force', 'credentials', 'high'],
  )
  assert.equal(finding!.reasons[0]!.seen, '3 in 2 s, last as ana')
})

test('who is to be ignored is not counted', () => {
  const jail =
    '[shop]\nenabled = true\nmaxretry = 1\nignoreip = 127.0.0.1/8 2001:db8::/32\n  192.0.2.7\n'
  const files = { 'filter.d/shop.conf': shop, 'jail.local': jail }
  const asked = ['127.1.2.3', '2001:db8::9', '192.0.2.7', '192.0.2.8'].map(
    (client) => [client, 0] as const,
  )
  assert.deepEqual(brief(found(files, asked)), ['fail2ban/shop 192.0.2.8 1 0'])
})

test('lines of one connection tell together who failed', () => {
  const filter = `[Definition]
failregex = ^<F-NOFAIL>\\[<F-MLFID>\\d+</F-MLFID>\\] open</F-NOFAIL> <HOST>$
            ^\\[<F-MLFID>\\d+</F-MLFID>\\] refused$
            ^<F-MLFFORGET><F-NOFAIL>\\[<F-MLFID>\\d+</F-MLFID>\\] closed</F-NOFAIL></F-MLFFORGET>$
`
  const { detectors } = load({
    'filter.d/own.conf': filter,
    'jail.conf': '[own]\nmaxretry = 1\nenabled = yes\n',
  })
  const judge = detectors[0]!.start({ keys: 100 })
  const say = (line: string, at: number): string[] =>
    brief(listed(judge.score!(error(line, at), view)))
  assert.deepEqual(say('[1] open 192.0.2.1', 0), [])
  assert.deepEqual(say('[2] open 192.0.2.2', 1), [])
  assert.deepEqual(say('[1] refused', 2), ['fail2ban/own 192.0.2.1 1 2'])
  assert.deepEqual(say('[2] closed', 3), [])
  assert.deepEqual(say('[2] refused', 4), [])
  assert.deepEqual(say('[2] open 192.0.2.3', 5), ['fail2ban/own 192.0.2.3 1 5'])
})

test('jails run when they are enabled, filters that no jail names with the usual counts', () => {
  const files = {
    'filter.d/shop.conf': shop,
    'filter.d/other-badbots.conf': '[Definition]\nfailregex = ^bot <HOST>$\n',
    'jail.conf': '[DEFAULT]\nenabled = false\n[shop]\nfilter = %(__name__)s\n',
    'jail.d/own.conf': '[mail]\nenabled = true\nfilter = shop\nfindtime = 1d 12h\nbantime = -1\n',
  }
  const { jails, unsupported } = load(files)
  assert.deepEqual(
    jails.map(({ name, kind, maxRetry, findTime, banTime }) => [
      name,
      kind,
      maxRetry,
      findTime,
      banTime,
    ]),
    [
      ['mail', 'brute_force', 5, 129_600_000, -1],
      ['other-badbots', 'scanner', 5, 600_000, 600_000],
    ],
  )
  assert.deepEqual(
    unsupported.map(({ name, reason, line }) => [name, reason, line]),
    [['shop', 'the jail is not enabled', 4]],
  )
})

test('times as fail2ban writes them', () => {
  assert.deepEqual(['600', '10m', '1h 30m', '1week', '-1', '2.5m', 'soon', ''].map(spanOf), [
    600_000,
    600_000,
    5_400_000,
    604_800_000,
    -1,
    150_000,
    undefined,
    undefined,
  ])
})

test('every mistake has its place, and the rest loads only when asked', () => {
  const files = {
    'filter.d/bad.conf':
      '[Definition]\nfailregex = ^(a <HOST>\n            ^no host$\nstray line\n',
    'filter.d/names.conf':
      '[INCLUDES]\nbefore = shp.conf\n[Definition]\nprefx = a\nfailregex = %(prefix)s <HOST>\nloop = <loop>\nignoreregex = <loop>\n',
    'filter.d/shop.conf': shop,
    'jail.conf':
      '[shop]\nenabled = true\nfilter = shp\nmaxretry = many\n[mail]\nenabled = true\nfilter = shop\nfindtime = soon\n',
  }
  const { mistakes, jails } = load(files)
  assert.deepEqual(
    mistakes.map(({ file, line, column, what, nearest }) =>
      `${file}:${line}:${column} ${what} ${nearest}`.trim(),
    ),
    [
      "filter.d/bad.conf:2:13 no pattern: a '(' without its ')'",
      'filter.d/bad.conf:2:13 a failregex says nothing of the host: <HOST> is missing',
      "filter.d/bad.conf:4:1 'name = value' is expected",
      "filter.d/names.conf:2:10 'filter.d/shp.conf' is not there filter.d/shop.conf",
      "filter.d/names.conf:5:13 unknown name '%(prefix)s' prefx",
      'filter.d/names.conf:7:15 its names stand for each other without end',
      "jail.conf:3:10 there is no filter 'shp' shop",
      "jail.conf:8:12 'findtime' must be a time like 600, 10m or 1h",
    ],
  )
  assert.deepEqual(jails, [])
  assert.deepEqual(
    load(
      { 'filter.d/bad.conf': files['filter.d/bad.conf'], 'filter.d/shop.conf': shop },
      { keepGoing: true },
    ).jails.map(({ name }) => name),
    ['shop'],
  )
})

test('names that double at every step are given up', () => {
  const steps = Array.from({ length: 30 }, (_, i) => `a${i + 1} = %(a${i})s%(a${i})s\n`).join('')
  const { mistakes } = load({
    'filter.d/bomb.conf': `[Definition]\na0 = xxxxxxxxxx\n${steps}failregex = %(a30)s <HOST>\n`,
  })
  assert.equal(mistakes[0]!.what, 'it becomes too long')
})

test('what cannot run here is listed with its reason', () => {
  const reasons: readonly [string, string][] = [
    ['failregex = ^(\\w+) again \\1 <HOST>$', 'its failregex has a backreference'],
    ['failregex = ^a<SKIPLINES>b <HOST>$', 'it matches several lines at once'],
    ['failregex = ^a <HOST>$\nmaxlines = 4', 'it matches several lines at once'],
  ]
  for (const [text, reason] of reasons) {
    const { unsupported, mistakes, jails } = load({
      'filter.d/own.conf': `[Definition]\n${text}\n`,
    })
    assert.deepEqual([unsupported[0]?.reason, mistakes, jails], [reason, [], []])
  }
})

test('saved and loaded anywhere, the findings are the same; what is forgotten is counted', () => {
  const { detectors } = load({
    'filter.d/shop.conf': shop,
    'jail.conf': '[shop]\nenabled = true\nmaxretry = 3\nbantime = 30\n',
  })
  const one = fc.tuple(fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3'), fc.nat(300))
  fc.assert(
    fc.property(fc.array(one, { maxLength: 40 }), fc.nat(40), (asked, cut) => {
      const run = (cuts: boolean): unknown[] => {
        let judge = detectors[0]!.start({ keys: 2 })
        return asked.flatMap(([client, at], i) => {
          if (cuts && i === cut)
            judge = detectors[0]!.start({ keys: 2 }, structuredClone(judge.save()))
          return [judge.score!(error(refusal(client, at), at), view) ?? []].flat()
        })
      }
      assert.deepEqual(run(true), run(false))
    }),
    { seed: 3, numRuns: 100 },
  )
  const judge = detectors[0]!.start({ keys: 2 })
  for (let i = 0; i < 5; i++) judge.score!(error(refusal(`192.0.2.${i}`, 0), 0), view)
  const { shop: state } = judge.save() as Record<string, { times: unknown[]; evicted: number }>
  assert.deepEqual([state!.times.length, state!.evicted], [2, 3])
})

test('lines that no format reads become errors of the host they name', () => {
  const { jails } = load({ 'filter.d/shop.conf': shop })
  const parser = createFail2banParser(
    jails.map(({ filter }) => filter),
    { others: [], year: 2026 },
  )
  const event = parser.parse(refusal('192.0.2.1', 0))
  assert.equal(event?.kind, 'error')
  assert.deepEqual([event?.kind === 'error' && event.client, event?.time], ['192.0.2.1', start])
  assert.equal(parser.parse('2026-11-21 06:00:00 nothing of note'), undefined)
  const other = { ...parser, parse: () => event }
  const second = createFail2banParser(
    jails.map(({ filter }) => filter),
    { others: [other], year: 2026 },
  )
  assert.equal(second.parse(refusal('192.0.2.1', 0)), undefined)
})

test('a line that is too long is not looked at', () => {
  assert.deepEqual(hosts({ 'filter.d/shop.conf': shop }, [`${'x'.repeat(20_000)} login`]), ['-'])
})
