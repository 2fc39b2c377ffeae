import { Random } from '../../stats/random.ts'
import { type Actor, type Hit, ordinaryLabel } from '../hit.ts'
import type { Flow } from '../merge.ts'
import type { World } from '../world.ts'
import { answer } from './answers.ts'
import { categories, firstProduct, products, slugOf, uuidOf } from './catalogue.ts'
import { call } from './page.ts'
import { Visitor } from './visitor.ts'

interface Robot {
  readonly actor: Actor
  readonly agent: string
  readonly country: string
  /** Addresses: `{n}` becomes a number. */
  readonly client: string
  /** How many addresses it has. */
  readonly many?: number
  /** Share of the ordinary rate; or a fixed gap in milliseconds when `every` is given. */
  readonly share?: number
  readonly every?: number
  readonly visit: (visitor: Visitor) => Hit
}

const robots: readonly Robot[] = [
  {
    actor: 'crawler',
    agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    country: 'US',
    client: '66.249.66.{n}',
    many: 24,
    share: 0.025,
    visit: crawl,
  },
  {
    actor: 'crawler',
    agent:
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/136.0.0.0 Safari/537.36',
    country: 'US',
    client: '40.77.167.{n}',
    many: 16,
    share: 0.012,
    visit: crawl,
  },
  {
    actor: 'crawler',
    agent: 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
    country: 'FR',
    client: '54.36.148.{n}',
    many: 30,
    share: 0.006,
    visit: crawl,
  },
  {
    actor: 'feed',
    agent:
      'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 212 subscribers; like FeedFetcher-Google)',
    country: 'US',
    client: '8.29.198.{n}',
    many: 4,
    every: 1_800_000,
    visit: readFeed,
  },
  {
    actor: 'feed',
    agent: 'Mozilla/5.0 (compatible; Miniflux/2.2.14; +https://miniflux.app)',
    country: 'DE',
    client: '94.130.12.71',
    every: 3_600_000,
    visit: readFeed,
  },
  {
    actor: 'monitor',
    agent: 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
    country: 'US',
    client: '216.144.250.150',
    every: 60_000,
    visit: (visitor) => probe(visitor, 'HEAD', '/'),
  },
  {
    actor: 'monitor',
    agent: 'kube-probe/1.33',
    country: '',
    client: '10.20.0.{n}',
    many: 2,
    every: 10_000,
    visit: (visitor) => probe(visitor, 'GET', '/healthz'),
  },
  {
    actor: 'cron',
    agent: 'curl/8.5.0',
    country: '',
    client: '10.20.1.15',
    every: 300_000,
    visit: (visitor) => probe(visitor, 'POST', '/internal/jobs/reindex?full=0'),
  },
  {
    actor: 'cron',
    agent: 'python-requests/2.32.5',
    country: '',
    client: '10.20.1.16',
    every: 900_000,
    visit: (visitor) =>
      call(
        visitor,
        'GET',
        `/api/v2/reports/sales?from=${new Date(visitor.time - 900_000).toISOString()}`,
        'export',
      ),
  },
  {
    actor: 'partner',
    agent: 'python-requests/2.32.3',
    country: 'NL',
    client: '145.97.20.{n}',
    many: 2,
    share: 0.012,
    visit: (visitor) =>
      call(
        visitor,
        visitor.random.chance(0.9) ? 'GET' : 'PUT',
        `/api/v2/orders/${uuidOf(visitor.random.integer32(), 7)}`,
      ),
  },
]

function crawl(visitor: Visitor): Hit {
  const { random } = visitor
  const choice = random.uniform()
  if (choice < 0.02) return probe(visitor, 'GET', '/robots.txt')
  const number = firstProduct + random.below(products)
  if (choice < 0.03) return read(visitor, '/sitemap.xml', 'feed', 200)
  if (choice < 0.1) return read(visitor, `/products/${number}.html`, 'redirect', 301)
  if (choice < 0.12)
    return read(
      visitor,
      `/category/${random.pick(['winter-2023', 'summer-2024'])}?page=${1 + random.below(40)}`,
      'error',
      404,
    )
  if (choice < 0.25)
    return read(
      visitor,
      `/category/${random.pick(categories)}?page=${1 + random.below(40)}`,
      'category',
      200,
    )
  if (choice < 0.3) {
    visitor.host = visitor.world.blog
    return read(
      visitor,
      `/20${24 + random.below(3)}/0${1 + random.below(9)}/notes-${random.below(40)}`,
      'article',
      200,
    )
  }
  return read(visitor, `/product/${slugOf(number)}`, 'product', random.chance(0.15) ? 304 : 200)
}

function read(
  visitor: Visitor,
  target: string,
  kind: Parameters<typeof answer>[2],
  status: number,
): Hit {
  const hit = visitor.ask('GET', target)
  answer(hit, visitor.random, kind, status)
  return hit
}

function readFeed(visitor: Visitor): Hit {
  visitor.host = visitor.world.blog
  return read(visitor, '/feed.xml', 'feed', visitor.random.chance(0.7) ? 304 : 200)
}

function probe(visitor: Visitor, method: string, target: string): Hit {
  const hit = visitor.ask(method, target)
  answer(hit, visitor.random, method === 'HEAD' ? 'home' : 'small', 200)
  return hit
}

function* run(world: World, robot: Robot, random: Random): Generator<Hit> {
  const gap = robot.every ?? 60_000 / (world.rate * robot.share!)
  let time = world.start + gap * random.uniform()
  for (let i = 0; time < world.end; i++) {
    const client = robot.client.replace('{n}', String(2 + random.below(robot.many ?? 1)))
    const person = {
      id: i,
      actor: robot.actor,
      agent: robot.agent,
      country: robot.country,
      client,
      network: '',
      protocol: 'HTTP/1.1',
      pace: 5,
    }
    const visitor = new Visitor(world, person, { random, time, label: ordinaryLabel(robot.actor) })
    if (robot.every !== undefined) visitor.host = world.hosts[i % world.hosts.length]!
    yield robot.visit(visitor)
    time += robot.every === undefined ? random.exponential(gap) : gap + random.between(-40, 40)
  }
}

/** Everything that comes by itself: crawlers, readers of feeds, monitors, jobs, partners. */
export function robotFlows(world: World): readonly Flow[] {
  return robots.map((robot, i) => run(world, robot, new Random(world.seed ^ 0x726f626f, i)))
}
