import { file } from '../data.ts'
import type { List } from './sample.ts'

/** Agents of ordinary browsers, as they are met. */
export function agentLists(): List[] {
  const { lines } = file('access/useragents/UserAgentListLarge.txt.gz')
  const samples = [...new Set(lines)].map((agent) => ({
    request: { target: '/', agent },
    text: agent,
  }))
  return [{ part: 'benign', name: 'agents of browsers', attack: false, samples }]
}
