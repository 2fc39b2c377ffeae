import type { Hit } from '../hit.ts'
import { apiLogin, login } from '../shop/account.ts'
import type { Visitor } from '../shop/visitor.ts'
import type { Attack } from './campaign.ts'

function guessPassword(visitor: Visitor): Hit {
  return login(visitor, visitor.random.chance(0.003))
}

function tryStolen(visitor: Visitor): Hit {
  return visitor.random.chance(0.012) ? apiLogin(visitor, true) : apiLogin(visitor, false)
}

/** Attacks on accounts. */
export const credentials: readonly Attack[] = [
  {
    name: 'brute_force',
    kind: 'brute_force',
    minutes: 8,
    attackers: 1,
    base: 'carrier',
    guise: 'browser',
    gap: 1200,
    least: 60,
    route: '/login',
    strike: guessPassword,
  },
  {
    name: 'brute_force/api',
    kind: 'brute_force',
    minutes: 6,
    attackers: 1,
    base: 'alone',
    guise: 'library',
    gap: 900,
    least: 60,
    host: (world) => world.api,
    route: '/api/v2/session',
    strike: (visitor) => apiLogin(visitor, visitor.random.chance(0.003)),
  },
  {
    name: 'credential_stuffing',
    kind: 'credential_stuffing',
    minutes: 30,
    attackers: 320,
    base: 'customers',
    guise: 'browser',
    gap: 700_000,
    least: 2,
    host: (world) => world.api,
    route: '/api/v2/session',
    strike: tryStolen,
  },
]
