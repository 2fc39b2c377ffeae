import { Random } from '../../stats/random.ts'
import { rhythm } from '../rhythm.ts'
import type { World } from '../world.ts'
import { attackersOf } from './attackers.ts'
import type { Attack, Campaign, Failing, Outage, Raid } from './campaign.ts'
import { credentials } from './credentials.ts'
import { injections } from './injections.ts'
import { outages } from './outages.ts'
import { probing } from './probing.ts'
import { volume } from './volume.ts'

const attacks: readonly Attack[] = [...injections, ...probing, ...credentials, ...volume]
const all: readonly (Attack | Outage)[] = [...attacks, ...outages]
const day = 86_400_000

/** Names of all campaigns there are. */
export const campaignNames: readonly string[] = all.map(({ name }) => name)

/** All campaigns of one run, in order of time. */
export interface Plan {
  readonly raids: readonly Raid[]
  readonly failings: readonly Failing[]
}

function isOutage(of: Attack | Outage): of is Outage {
  return 'change' in of
}

function isCalled({ name, kind }: Attack | Outage, wanted: string): boolean {
  return wanted === name || wanted === `${kind}/*`
}

function chosen(wanted: 'all' | 'none' | readonly string[]): readonly (Attack | Outage)[] {
  if (wanted === 'all') return all
  if (wanted === 'none') return []
  const unknown = wanted.find((name) => !all.some((one) => isCalled(one, name)))
  if (unknown !== undefined) throw new RangeError(`there is no campaign called ${unknown}`)
  return all.filter((one) => wanted.some((name) => isCalled(one, name)))
}

/**
 * Spreads campaigns over a run, once a day: quiet between them, every fourth overlaps with the one
 * before, slow ones last for hours beside the others, and outages come when the shop is busy.
 */
export function plan(world: World, wanted: 'all' | 'none' | readonly string[]): Plan {
  const raids: Raid[] = []
  const failings: Failing[] = []
  const days = Math.max(1, Math.round((world.end - world.start) / day))
  const length = (world.end - world.start) / days
  for (let i = 0; i < days; i++) {
    const from = world.start + i * length
    const random = new Random(world.seed ^ 0x706c616e, i)
    for (const { what, start, end } of schedule(chosen(wanted), { from, length }, random)) {
      const about = {
        id: `${what.name.replace('/', '-')}-${i + 1}`,
        kind: what.kind,
        name: what.name,
        start,
        end,
      }
      if (isOutage(what)) failings.push(failing(world, what, about, random))
      else raids.push(raid(world, what, about, random))
    }
  }
  return { raids, failings }
}

interface Booked {
  readonly what: Attack | Outage
  readonly start: number
  readonly end: number
}

function schedule(
  list: readonly (Attack | Outage)[],
  span: { from: number; length: number },
  random: Random,
): readonly Booked[] {
  const slow = list.filter((one) => 'isSlow' in one && one.isSlow)
  const quick = shuffled(
    list.filter((one) => !slow.includes(one)),
    random,
  )
  const first = span.from + span.length * 0.1
  const width = (span.length * 0.86) / Math.max(1, quick.length)
  const slots = quick.map((_, i) => first + i * width)
  const booked: Booked[] = slow.map((what) => {
    const start = span.from + span.length * random.between(0.1, 0.45)
    return { what, start, end: start + Math.min(what.minutes * 60_000, span.length * 0.4) }
  })
  for (const [i, what] of busiestForOutages(quick, slots).entries()) {
    // A deploy that breaks something shows only when enough people have met it.
    const room = Math.max(width * 0.7, what.kind === 'error_surge' ? span.length * 0.2 : 0)
    const length = Math.min(what.minutes * 60_000, room)
    const shift = width * (i % 4 === 3 ? -0.5 : random.between(0, 0.2))
    const start = Math.min(slots[i]! + shift, span.from + span.length - length)
    booked.push({ what, start: Math.round(start), end: Math.round(start + length) })
  }
  return booked.toSorted((a, b) => a.start - b.start)
}

/** Puts outages where most people notice: into the busiest slots, late ones first. */
function busiestForOutages(
  quick: readonly (Attack | Outage)[],
  slots: readonly number[],
): readonly (Attack | Outage)[] {
  // Slots that overlap with another are the last choice: a silent host would swallow its neighbour.
  const ranked = slots
    .map((start, i) => ({ i, busy: i % 4 < 2 ? rhythm(start) : 0 }))
    .toSorted((a, b) => b.busy - a.busy || b.i - a.i)
  const failing = quick.filter(isOutage)
  const rest = quick.filter((one) => !isOutage(one))
  const seats = new Map(failing.map((what, i) => [ranked[i]!.i, what]))
  return slots.map((_, i) => seats.get(i) ?? rest.shift()!)
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const mixed = [...list]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = mixed[i]!
    mixed[i] = mixed[j]!
    mixed[j] = kept
  }
  return mixed
}

type About = Pick<Campaign, 'id' | 'kind' | 'name' | 'start' | 'end'>

function raid(world: World, attack: Attack, about: About, random: Random): Raid {
  const people = attackersOf(world, attack, random)
  const addresses = [...new Set(people.map(({ client }) => client))]
  const host = attack.host?.(world) ?? world.shop
  return { attack, people, campaign: { ...about, host, addresses, route: attack.route ?? '' } }
}

function failing(world: World, outage: Outage, about: About, random: Random): Failing {
  const route = random.pick(outage.routes)
  return { outage, campaign: { ...about, host: outage.host(world), addresses: [], route } }
}
