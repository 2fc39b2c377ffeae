import { agentLists } from './agents.ts'
import { bypassLists } from './waf-bypass.ts'
import { coreLists } from './core-tests.ts'
import { paramLists } from './http-params.ts'
import { payloadLists } from './payload-lists.ts'
import type { List } from './sample.ts'

/** Every list of requests that is here, each with what it holds. */
export function lists(): List[] {
  return [...payloadLists(), ...bypassLists(), ...paramLists(), ...coreLists(), ...agentLists()]
}
