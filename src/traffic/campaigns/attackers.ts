import type { Random } from '../../stats/random.ts'
import { addressIn, addressOf, household, place } from '../people/addresses.ts'
import { desktopAgent, phoneAgent, scannerAgent, toolAgent } from '../people/agents.ts'
import type { Person } from '../people/people.ts'
import type { World } from '../world.ts'
import type { Attack, Guise } from './campaign.ts'

function agentOf(guise: Guise, random: Random): string {
  if (guise === 'scanner') return scannerAgent(random)
  if (guise === 'library') return toolAgent(random)
  return random.chance(0.75) ? desktopAgent(random) : phoneAgent(random)
}

/** Who carries out an attack. Some sit behind addresses, or in machines, of people who visit the shop. */
export function attackersOf(world: World, attack: Attack, random: Random): readonly Person[] {
  const where = place(random)
  const network = addressIn(random, where.block).replace(/\.\d+$/, '.')
  // Bots of one network run the same program; people do not.
  const agent = agentOf(attack.guise, random)
  return Array.from({ length: attack.attackers }, (_, i): Person => {
    const base = {
      id: random.integer32(),
      actor: 'attacker' as const,
      agent: attack.attackers > 1 && random.chance(0.5) ? agentOf(attack.guise, random) : agent,
      country: where.country,
      network: '',
      protocol: random.chance(0.6) ? 'HTTP/1.1' : 'HTTP/2.0',
      pace: 20,
    }
    switch (attack.base) {
      case 'office':
        return { ...base, ...world.people.office(i), actor: 'attacker' }
      case 'carrier':
        return { ...base, ...world.people.carrier(i), actor: 'attacker' }
      case 'household': {
        const home = household(random)
        return { ...base, network: home, client: addressOf(random, home) }
      }
      case 'network':
        return { ...base, client: `${network}${10 + i * 3}` }
      case 'customers': {
        const owner = world.people.any(random)
        if (random.chance(0.3)) return { ...base, client: owner.client, country: owner.country }
        const home = place(random)
        return { ...base, client: addressIn(random, home.block), country: home.country }
      }
      default:
        return { ...base, client: addressIn(random, where.block) }
    }
  })
}
