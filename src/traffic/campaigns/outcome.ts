import type { Hit } from '../hit.ts'
import { answer } from '../shop/answers.ts'
import type { Visitor } from '../shop/visitor.ts'

/** The answer to an attack: most are refused, some pass for ordinary input, few get in. */
export function struck(visitor: Visitor, hit: Hit): Hit {
  const { random } = visitor
  const choice = random.uniform()
  if (choice < 0.32) answer(hit, random, 'refused', 403)
  else if (choice < 0.54) answer(hit, random, 'error', 404)
  else if (choice < 0.68) answer(hit, random, 'refused', 400)
  else if (choice < 0.8) answer(hit, random, 'error', 500)
  else if (choice < 0.95) answer(hit, random, 'search', 200)
  else {
    answer(hit, random, 'search', 200)
    hit.bytes = Math.round(
      random.chance(0.5) ? random.between(300, 1900) : random.between(90_000, 400_000),
    )
  }
  if (/sleep|waitfor|benchmark/i.test(hit.target) && hit.status !== 403 && random.chance(0.3))
    hit.duration += random.between(3000, 9000)
  return hit
}

/** The answer to a guess: hardly anything is there. */
export function guessed(visitor: Visitor, hit: Hit): Hit {
  const { random } = visitor
  const choice = random.uniform()
  if (choice < 0.86) answer(hit, random, 'error', 404)
  else if (choice < 0.95) answer(hit, random, 'refused', 403)
  else if (choice < 0.98) answer(hit, random, 'redirect', 301)
  else answer(hit, random, 'article', 200)
  return hit
}
