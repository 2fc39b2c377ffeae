import { hashText, Random } from '../../stats/random.ts'
import type { Hit, Label } from '../hit.ts'
import type { Flow } from '../merge.ts'
import type { Person } from '../people/people.ts'
import { Visitor } from '../shop/visitor.ts'
import type { World } from '../world.ts'
import type { Failing, Raid } from './campaign.ts'

/** The requests of a campaign, one flow for each attacker. */
export function raidFlows(world: World, raid: Raid): readonly Flow[] {
  const { campaign } = raid
  const label: Label = { campaign: campaign.id, kind: campaign.kind, actor: 'attacker' }
  const stream = hashText(campaign.id)
  return raid.people.map((person, i) =>
    carryOut(world, raid, { person, label, random: new Random(world.seed ^ stream, i) }),
  )
}

function* carryOut(
  world: World,
  { attack, campaign }: Raid,
  who: { person: Person; label: Label; random: Random },
): Generator<Hit> {
  const { random } = who
  const length = campaign.end - campaign.start
  const usual = typeof attack.gap === 'number' ? attack.gap : attack.gap(world)
  const gap = Math.min(usual, length / attack.least)
  let time = campaign.start + random.uniform() * gap
  for (let turn = 0; time < campaign.end; turn++) {
    const visitor = new Visitor(world, who.person, { ...who, time: Math.floor(time) })
    visitor.host = campaign.host
    const hit = attack.strike(visitor, turn)
    if (hit.time >= campaign.end) return
    yield hit
    time += 0.15 * gap + random.exponential(0.85 * gap)
  }
}

/** What breaks while requests pass: changes answers, or swallows them. */
export class Breakage {
  readonly #failing: Failing
  readonly #random: Random
  readonly #labels = new Map<string, Label>()

  constructor(world: World, failing: Failing) {
    this.#failing = failing
    this.#random = new Random(world.seed ^ hashText(failing.campaign.id))
  }

  /** @returns false when the request is not logged */
  pass(hit: Hit): boolean {
    const { campaign, outage } = this.#failing
    if (hit.time < campaign.start || hit.time >= campaign.end || hit.host !== campaign.host)
      return true
    if (!hit.target.startsWith(campaign.route) || hit.label.campaign !== '')
      return outage.kind !== 'source_silence'
    const change = outage.change(hit, this.#random)
    if (change === true) hit.label = this.#labelOf(hit.label)
    return change ?? true
  }

  #labelOf({ actor }: Label): Label {
    let label = this.#labels.get(actor)
    if (label === undefined) {
      const { id, kind } = this.#failing.campaign
      this.#labels.set(actor, (label = { campaign: id, kind, actor }))
    }
    return label
  }
}
