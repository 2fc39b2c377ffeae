import { defineDetector, type Detector } from '../../contract/detector.ts'
import type { Event } from '../../event/event.ts'
import type { Entity, Finding } from '../../event/finding.ts'
import { copy } from '../../text/copy.ts'
import { Failures, type Verdict } from './failures.ts'
import type { Match } from './filter.ts'
import type { Jail } from './jail.ts'
import { Sieve } from './sieve.ts'

interface Options {
  readonly keys: number
}

/** All jails as one detector: a line is looked through once for all of them. Its findings carry their names. */
export function createFail2ban(jails: readonly Jail[]): Detector<Options> {
  return defineDetector<Options>({
    name: 'fail2ban',
    about: `${jails.length} jails of fail2ban.`,
    options: {
      type: 'object',
      properties: {
        keys: {
          type: 'number',
          default: 10_000,
          minimum: 1,
          description: 'Hosts that one jail counts at a time.',
        },
      },
    },
    needs: () => [],
    start({ keys }, saved) {
      const state = saved as Readonly<Record<string, unknown>> | undefined
      const sieve = new Sieve(jails.map(({ filter }) => filter))
      const failures = jails.map((jail) => new Failures(jail, keys, state?.[jail.name]))
      return {
        score(event) {
          if (event.time !== event.time || event.line === '') return undefined
          let findings: Finding[] | undefined
          sieve.match(event.line, (i, match) => {
            const verdict = failures[i]!.add(match, event.time)
            if (verdict) (findings ??= []).push(findingOf(jails[i]!, verdict, { match, event }))
          })
          return findings
        },
        save: () =>
          Object.fromEntries(jails.map(({ name }, i) => [name, failures[i]!.save()] as const)),
      }
    },
  })
}

function findingOf(
  { name, kind, topic, findTime, maxRetry }: Jail,
  { who, count, since }: Verdict,
  { match, event }: { match: Match; event: Event },
): Finding {
  const isBruteForce = kind === 'brute_force'
  const stretch = Math.max(0, event.time - since) / 1000
  const users = match.user === '' ? '' : `, last as ${copy(match.user)}`
  return {
    detector: `fail2ban/${name}`,
    kind,
    topic,
    score: 0.75,
    severity: isBruteForce ? 'high' : 'medium',
    confidence: 'medium',
    entity: entityOf(who),
    time: event.time,
    since: Math.min(since, event.time),
    count,
    reasons: [
      {
        field: isBruteForce ? 'failed logins' : 'matching lines',
        seen: `${count} in ${stretch} s${users}`,
        usual: `fewer than ${maxRetry} in ${findTime / 1000} s`,
        weight: 1,
      },
    ],
    outcome: 'failed',
    note: false,
  }
}

function entityOf(who: string): Entity {
  return { type: who.includes('/') ? 'network' : 'client', value: who }
}
