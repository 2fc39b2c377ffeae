import type { Hit } from '../hit.ts'
import { answer } from './answers.ts'
import { uuidOf } from './catalogue.ts'
import { call, page } from './page.ts'
import type { Visitor } from './visitor.ts'
import { encoded, prose } from './words.ts'

/** A person logs in; about one in ten tries fails, and few people try more than three times. @returns whether they got in */
export function* signIn(visitor: Visitor): Generator<Hit, boolean> {
  const { random } = visitor
  yield* page(visitor, '/login', 'login')
  for (let attempt = 0; attempt < 4; attempt++) {
    visitor.wait(9000)
    const isRight = random.chance(attempt === 0 ? 0.9 : 0.65)
    yield login(visitor, isRight)
    if (isRight) {
      visitor.user = `u${visitor.person.id}`
      return true
    }
    if (random.chance(0.2)) break
  }
  if (random.chance(0.4)) yield* page(visitor, '/password/forgotten', 'login')
  return false
}

/** One try at the login form: a redirect when it is right, the same form again when not. */
export function login(visitor: Visitor, isRight: boolean): Hit {
  const hit = visitor.ask('POST', '/login')
  hit.referrer = `https://${visitor.host}/login`
  answer(hit, visitor.random, isRight ? 'redirect' : 'login', isRight ? 302 : 200)
  visitor.time += hit.duration
  return hit
}

/** One try at the login of the API. */
export function apiLogin(visitor: Visitor, isRight: boolean): Hit {
  const hit = visitor.ask('POST', '/api/v2/session', visitor.world.api)
  answer(hit, visitor.random, isRight ? 'api' : 'written', isRight ? 200 : 401)
  visitor.time += hit.duration
  return hit
}

/** What people do behind the login. */
export function* manage(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  yield* page(visitor, '/account', 'account')
  yield call(visitor, 'GET', '/api/v2/me')
  if (random.chance(0.6)) {
    visitor.wait(6000)
    yield* page(visitor, '/account/orders', 'account')
    yield call(visitor, 'GET', `/api/v2/orders/${uuidOf(visitor.person.id, random.below(5))}`)
  }
  if (random.chance(0.1)) {
    visitor.wait(20_000)
    yield* page(visitor, `/help/contact?subject=${encoded(prose(random))}`, 'article')
  }
  if (random.chance(0.03)) {
    const invoice = visitor.ask('GET', `/account/invoices/2026-${1000 + random.below(9000)}.pdf`)
    answer(invoice, random, 'export', 200)
    yield invoice
  }
}

/** One visit with the shop's own app: the API only. */
export function* useApp(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  if (random.chance(0.2)) {
    const isRight = random.chance(0.93)
    yield apiLogin(visitor, isRight)
    if (!isRight) {
      visitor.wait(7000)
      yield apiLogin(visitor, random.chance(0.8))
    }
  }
  yield call(visitor, 'GET', '/api/v2/home?device=phone', 'list')
  while (random.chance(0.8)) {
    visitor.wait(7000)
    const number = 1001 + random.zipf(3000)
    if (random.chance(0.6)) {
      yield call(visitor, 'GET', `/api/v2/products/${number}`)
      yield call(visitor, 'GET', `/api/v2/stock/${number}`)
    } else if (random.chance(0.7))
      yield call(
        visitor,
        'GET',
        `/api/v2/products?category=sale&offset=${20 * random.zipf(10)}`,
        'list',
      )
    else yield call(visitor, 'POST', '/api/v2/cart/items')
  }
}

/** A developer looks at something with a tool. */
export function* develop(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  do {
    const number = 1001 + random.below(3000)
    const choice = random.uniform()
    if (choice < 0.5) yield call(visitor, 'GET', `/api/v2/products/${number}`)
    else if (choice < 0.8)
      yield call(
        visitor,
        'GET',
        `/api/v2/products?filter={"ids":[${number},${number + 1}]}`,
        'list',
      )
    else {
      const wrong = visitor.ask('GET', `/api/v3/products/${number}`, visitor.world.api)
      answer(wrong, random, 'written', 404)
      yield wrong
    }
    visitor.wait(20_000)
  } while (random.chance(0.7))
}
