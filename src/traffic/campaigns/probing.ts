import type { Hit } from '../hit.ts'
import { answer } from '../shop/answers.ts'
import { commandPayload } from '../payloads/command.ts'
import { guess, product, secretFile } from '../payloads/probes.ts'
import { scriptPayload } from '../payloads/script.ts'
import { sqlPayload } from '../payloads/sql.ts'
import { traversalPayload } from '../payloads/traversal.ts'
import type { Visitor } from '../shop/visitor.ts'
import type { Attack } from './campaign.ts'
import { guessed, struck } from './outcome.ts'

function scan(visitor: Visitor): Hit {
  const { random } = visitor
  const choice = random.uniform()
  if (choice < 0.3) return guessed(visitor, visitor.ask('GET', guess(random)))
  if (choice < 0.55) return guessed(visitor, visitor.ask('GET', secretFile(random)))
  if (choice < 0.8)
    return guessed(visitor, visitor.ask(random.chance(0.85) ? 'GET' : 'POST', product(random)))
  if (choice < 0.84)
    return struck(
      visitor,
      visitor.ask(random.pick(['OPTIONS', 'TRACE', 'PROPFIND', 'PUT', 'DEBUG']), '/'),
    )
  const payload = random.pick([sqlPayload, scriptPayload, traversalPayload, commandPayload])(random)
  return struck(visitor, visitor.ask('GET', `/search?q=${payload}`))
}

/** As people with a browser look: pages they come from, and one ordinary page now and then. */
function scanDisguised(visitor: Visitor, turn: number): Hit {
  visitor.arrive('/')
  const { random } = visitor
  if (turn % 9 === 0) {
    const page = visitor.ask('GET', random.chance(0.5) ? '/' : '/about')
    answer(page, random, 'home', 200)
    return page
  }
  return random.chance(0.6)
    ? guessed(
        visitor,
        visitor.ask('GET', random.chance(0.5) ? secretFile(random) : product(random)),
      )
    : guessed(visitor, visitor.ask('GET', guess(random)))
}

function browse(visitor: Visitor): Hit {
  return guessed(
    visitor,
    visitor.ask(visitor.random.chance(0.9) ? 'GET' : 'HEAD', guess(visitor.random)),
  )
}

function probeSlowly(visitor: Visitor): Hit {
  const { random } = visitor
  return guessed(visitor, visitor.ask('GET', random.pick([guess, secretFile, product])(random)))
}

/** Attacks that look for what is there. */
export const probing: readonly Attack[] = [
  {
    name: 'scanner',
    kind: 'scanner',
    minutes: 4,
    attackers: 1,
    base: 'alone',
    guise: 'scanner',
    gap: 250,
    least: 80,
    strike: scan,
  },
  {
    name: 'scanner/disguised',
    kind: 'scanner',
    minutes: 14,
    attackers: 1,
    base: 'alone',
    guise: 'browser',
    gap: 2500,
    least: 60,
    strike: scanDisguised,
  },
  {
    name: 'scanner/slow',
    kind: 'scanner',
    minutes: 360,
    attackers: 5,
    base: 'network',
    guise: 'browser',
    gap: 400_000,
    least: 8,
    isSlow: true,
    strike: probeSlowly,
  },
  {
    name: 'forced_browsing',
    kind: 'forced_browsing',
    minutes: 6,
    attackers: 1,
    base: 'office',
    guise: 'browser',
    gap: 700,
    least: 60,
    strike: browse,
  },
  {
    name: 'forced_browsing/slow',
    kind: 'forced_browsing',
    minutes: 360,
    attackers: 1,
    base: 'alone',
    guise: 'browser',
    gap: 220_000,
    least: 12,
    isSlow: true,
    strike: browse,
  },
]
