import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cause, finding } from '../../test/findings.ts'
import type { Severity } from '../event/finding.ts'
import { Clients, type Neighbours } from './clients.ts'
import { begin, newStory, type Story } from './story/story.ts'

const client = '203.0.113.9'
const other = '203.0.113.77'
const network = '203.0.113.0/24'

function firing(severity: Severity, at = 0): Story {
  const story = newStory(`key ${at}`, finding(at))
  begin(story, finding(at))
  Object.assign(story.alert, { state: 'firing', severity, score: 0.5 })
  return story
}

test('of a client the gravest firing alert is told, of equals the surest', () => {
  const clients = new Clients(new Map())
  const [mild, grave, sure] = [firing('low'), firing('high', 1), firing('high', 2)]
  sure.alert.score = 0.9
  for (const story of [mild, grave, sure]) clients.add(story)
  assert.equal(clients.gravest(client), sure.alert)
  sure.alert.state = 'resolved'
  assert.equal(clients.gravest(client), grave.alert)
  clients.leave(grave)
  assert.equal(clients.gravest(client), mild.alert)
  clients.leave(mild)
  clients.leave(sure)
  assert.equal(clients.gravest(client), undefined)
})

test('the first alert of a network is found by neighbours until it leaves', () => {
  const neighbours: Neighbours = new Map()
  const clients = new Clients(neighbours)
  const [first, second] = [firing('low'), firing('low', 1)]
  for (const story of [first, second]) clients.announce(story, cause(0))
  assert.equal(clients.neighbour('web-attack', network), first.key)
  assert.equal(clients.neighbour('volume', network), undefined)
  assert.equal(new Clients(neighbours).neighbour('web-attack', network), first.key)
  clients.leave(second)
  assert.equal(clients.neighbour('web-attack', network), first.key)
  clients.leave(first)
  assert.equal(clients.neighbour('web-attack', network), undefined)
})

test('an alert without a client or a network is not announced', () => {
  const clients = new Clients(new Map())
  const story = firing('low')
  clients.announce(story, undefined)
  clients.announce(story, cause(0, { network: '' }))
  story.alert.entity = { type: 'host', value: 'shop.example' }
  clients.announce(story, cause(0))
  assert.equal(clients.neighbour('web-attack', network), undefined)
})

test('joined by a neighbour, an alert is about the network and both are its members', () => {
  const clients = new Clients(new Map())
  const story = firing('low')
  clients.add(story)
  clients.joinNeighbour(story, network, other)
  assert.deepEqual(story.alert.entity, { type: 'network', value: network })
  assert.deepEqual([...story.members!], [client, other])
  for (const one of [client, other]) assert.equal(clients.gravest(one), story.alert)
  clients.leave(story)
  for (const one of [client, other]) assert.equal(clients.gravest(one), undefined)
})

test('two thousand members are known by name', () => {
  const clients = new Clients(new Map())
  const story = firing('low')
  for (let i = 0; i < 2500; i++) clients.join(story, `c${i}`)
  assert.equal(story.members!.size, 2000)
  assert.equal(clients.gravest('c2400'), undefined)
})
