import type { Entity } from '../../event/finding.ts'
import type { Facts } from './expressions/facts.ts'
import type { Source } from './overflow.ts'
import type { Scenario } from './scenario.ts'

/** Who the event or overflow at hand comes from, in a scenario's scope. */
export function sourcesOf({ scope }: Scenario, facts: Facts): readonly Source[] {
  const { event, overflow } = facts
  if (overflow)
    return overflow.sources.flatMap((source) => {
      if (source.scope === scope.type) return source
      const isWider = scope.type === 'Range' && source.scope === 'Ip'
      const value = scope.value ? String(scope.value(facts)) : source.range
      return isWider && value !== '' ? { ...source, scope: 'Range', value } : []
    })
  if (event === undefined || event.kind === 'metric') return []
  const address = event.client
  const range = event.kind === 'request' ? event.network : ''
  const value = valueIn(scope, facts, address, range)
  return value === '' ? [] : [{ scope: scope.type, value, address, range }]
}

function valueIn(
  { type, value }: Scenario['scope'],
  facts: Facts,
  address: string,
  range: string,
): string {
  if (type === 'Ip') return address
  return value ? String(value(facts)) : type === 'Range' ? range : ''
}

const entities: ReadonlyMap<string, Entity['type']> = new Map<string, Entity['type']>([
  ['ip', 'client'],
  ['range', 'network'],
  ['as', 'network'],
  ['user', 'user'],
  ['username', 'user'],
  ['session', 'session'],
  ['host', 'host'],
])

/** Who a finding is about; a scope that is none of ours is told as a source. */
export function entityOf({ scope, value }: Source): Entity {
  return { type: entities.get(scope.toLowerCase()) ?? 'source', value }
}
