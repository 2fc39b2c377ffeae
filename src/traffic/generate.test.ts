import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { formatNames } from './formats/formats.ts'
import { campaigns, generate, requests } from './generate.ts'
import type { Hit } from './hit.ts'
import type { TrafficOptions } from './options.ts'
import { day, demo } from './presets.ts'

const half: TrafficOptions = {
  ...day,
  start: Date.UTC(2026, 10, 18, 9),
  minutes: 300,
  rate: 200,
  clients: 800,
}
const hits: readonly Hit[] = [...requests(half)]
const attacks = hits.filter(({ label }) => label.actor === 'attacker')
const ordinary = hits.filter(({ label }) => label.campaign === '')

const log = (seed: number): string =>
  Array.from(
    generate({ ...demo, minutes: 3, seed }),
    ({ line, label }) => line + label.campaign,
  ).join('\n')
const facts = (options: TrafficOptions): string =>
  Array.from(
    generate(options),
    ({ time, label }) => `${time} ${label.campaign} ${label.actor}`,
  ).join('\n')
const shared = (has: (hit: Hit) => boolean): number =>
  new Set(attacks.filter(has).map(({ label }) => label.campaign)).size

test('the same seed gives the same bytes, another seed another log', () => {
  assert.equal(log(5), log(5))
  assert.notEqual(log(5), log(6))
})

test('every format tells of the same requests, and attacks leave ordinary requests as they are', () => {
  const first = facts({ ...demo, minutes: 1 })
  for (const format of formatNames) assert.equal(facts({ ...demo, minutes: 1, format }), first)
  const quiet = [...requests({ ...demo, campaigns: 'none', minutes: 3 })]
  const loud = [...requests({ ...demo, campaigns: ['flood'], minutes: 3 })].filter(
    ({ label }) => label.campaign === '',
  )
  assert.deepEqual(
    loud.map(({ time, target, client }) => `${time} ${target} ${client}`),
    quiet.map(({ time, target, client }) => `${time} ${target} ${client}`),
  )
})

test('lines come in order of time and inside the run', () => {
  const end = half.start! + half.minutes! * 60_000
  let last = half.start!
  for (const { time } of hits) {
    assert.ok(time >= last && time < end)
    last = time
  }
})

test('every campaign is there, in its time, from its addresses, at its host', () => {
  const planned = campaigns(half)
  assert.equal(new Set(planned.map(({ id }) => id)).size, planned.length)
  for (const campaign of planned) {
    const own = hits.filter(({ label }) => label.campaign === campaign.id)
    if (campaign.kind === 'source_silence') {
      const within = hits.filter(
        ({ time, host }) => host === campaign.host && time >= campaign.start && time < campaign.end,
      )
      assert.deepEqual(within, [])
      continue
    }
    assert.ok(own.length >= 5, `${campaign.id}: ${own.length}`)
    for (const hit of own) {
      assert.equal(hit.label.kind, campaign.kind)
      assert.equal(hit.host, campaign.host)
      assert.ok(hit.time >= campaign.start && hit.time < campaign.end)
      if (campaign.addresses.length > 0) assert.ok(campaign.addresses.includes(hit.client))
      else assert.ok(hit.target.startsWith(campaign.route))
    }
  }
})

test('neither address nor agent tells attacks from the rest', () => {
  const clients = new Set(ordinary.map(({ client }) => client))
  const agents = new Set(ordinary.map(({ agent }) => agent))
  assert.ok(shared(({ client }) => clients.has(client)) >= 4)
  assert.ok(shared(({ agent }) => agents.has(agent)) >= 8)
  const offices = new Map<string, number>()
  for (const { client, label } of ordinary)
    if (label.actor === 'office') offices.set(client, (offices.get(client) ?? 0) + 1)
  assert.ok(Math.max(...offices.values()) > 300)
})

test('most attacks fail and some succeed', () => {
  const payloads = attacks.filter(({ label }) => /injection|scripting|traversal/.test(label.kind))
  const succeeded = payloads.filter(({ status }) => status === 200).length / payloads.length
  assert.ok(succeeded > 0.05 && succeeded < 0.4, String(succeeded))
})

test('ordinary traffic has all that a shop has', () => {
  const targets = ordinary.map(({ target }) => target)
  for (const part of [
    '/search?q=',
    '/product/',
    '/static/js/',
    '/favicon.ico',
    '/robots.txt',
    '/healthz',
    '/feed.xml',
    'gclid=',
    'utm_source=',
    'redirect_uri=',
    '%D',
    'filter=%7B',
  ])
    assert.ok(
      targets.some((target) => target.includes(part)),
      part,
    )
  const statuses = new Set(ordinary.map(({ status }) => status))
  for (const status of [200, 201, 204, 301, 302, 304, 401, 404])
    assert.ok(statuses.has(status), String(status))
  const logins = ordinary.filter(({ method, target }) => method === 'POST' && target === '/login')
  const failed = logins.filter(({ status }) => status === 200).length / logins.length
  assert.ok(failed > 0.04 && failed < 0.25, String(failed))
  const networks = ordinary.filter(({ client }) => client.includes(':'))
  const prefixes = new Set(networks.map(({ client }) => client.split(':').slice(0, 4).join(':')))
  assert.ok(new Set(networks.map(({ client }) => client)).size > prefixes.size)
})

test('evenings are busy and nights are quiet, at about the rate asked for', () => {
  const hours = Array.from({ length: 24 }, () => 0)
  for (const { time } of requests({ ...day, campaigns: 'none', rate: 200, clients: 1500 }))
    hours[new Date(time).getUTCHours()]!++
  assert.ok(hours[20]! > 3 * hours[4]!)
  const peak = Math.max(...hours) / 60
  assert.ok(peak > 170 && peak < 230, String(peak))
})

test('an unknown format or campaign is refused', () => {
  assert.throws(() => [...generate({ format: 'nonsense' })], RangeError)
  assert.throws(() => campaigns({ campaigns: ['nonsense'] }), RangeError)
})
