import type { Hit } from '../hit.ts'
import { manage, signIn } from './account.ts'
import { answer } from './answers.ts'
import { categories, firstProduct, products, slugOf, uuidOf } from './catalogue.ts'
import { call, page } from './page.ts'
import type { Visitor } from './visitor.ts'
import { encoded, searchWords } from './words.ts'

/** Where people come from. */
function origin(visitor: Visitor): string {
  const choice = visitor.random.uniform()
  if (choice < 0.34) return 'https://www.google.com/'
  if (choice < 0.4) return 'https://www.bing.com/'
  if (choice < 0.44) return 'https://duckduckgo.com/'
  if (choice < 0.5) return 'https://l.instagram.com/'
  if (choice < 0.53) return `https://${visitor.world.blog}/`
  return ''
}

/** What campaigns of advertisers add to an address. */
function tracking(visitor: Visitor): string {
  const { random } = visitor
  if (random.chance(0.5))
    return `?utm_source=newsletter&utm_medium=email&utm_campaign=autumn_${random.below(9)}&utm_content=${encoded(searchWords(random))}`
  const id = uuidOf(random.integer32(), random.integer32()).replaceAll('-', '')
  return `?gclid=Cj0KCQiA${id}${random.integer32().toString(36)}_BwE&gad_source=1`
}

/** One visit of a person with a browser, from where they land to where they leave. */
export function* shop(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  visitor.referrer = origin(visitor)
  yield* land(visitor)
  while (random.chance(0.74)) {
    visitor.wait(14_000)
    const choice = random.uniform()
    if (choice < 0.36) yield* product(visitor)
    else if (choice < 0.58) yield* browse(visitor)
    else if (choice < 0.76) yield* search(visitor)
    else if (choice < 0.86) yield* fillCart(visitor)
    else if (choice < 0.93) yield* enter(visitor)
    else yield* elsewhere(visitor)
  }
  if (random.chance(0.06)) yield* buy(visitor)
}

function* land(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  const choice = random.uniform()
  if (choice < 0.4)
    yield* page(visitor, random.chance(0.12) ? `/${tracking(visitor)}` : '/', 'home', 6)
  else if (choice < 0.75) yield* product(visitor, random.chance(0.3) ? tracking(visitor) : '')
  else if (choice < 0.9) yield* browse(visitor)
  else if (choice < 0.975) yield* search(visitor)
  else yield* gone(visitor)
}

function* product(visitor: Visitor, query = ''): Generator<Hit> {
  const { random } = visitor
  const number = firstProduct + random.zipf(products)
  yield* page(visitor, `/product/${slugOf(number)}${query}`, 'product', 3)
  yield call(visitor, 'GET', `/api/v2/stock/${number}`)
  if (random.chance(0.4))
    yield call(visitor, 'GET', `/api/v2/products/${number}/reviews?limit=10`, 'list')
}

function* browse(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  let query = ''
  if (random.chance(0.3)) query = `?page=${2 + random.zipf(12)}`
  if (random.chance(0.15))
    query += `${query === '' ? '?' : '&'}sort=${random.pick(['price', '-price', 'new', 'rating'])}`
  yield* page(
    visitor,
    `/category/${categories[random.zipf(categories.length)]!}${query}`,
    'category',
    8,
  )
}

function* search(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  const words = searchWords(random)
  if (random.chance(0.4)) {
    const typed = words.slice(0, 2 + random.below(6))
    yield call(visitor, 'GET', `/api/v1/suggest?q=${encoded(wellFormed(typed), '%20')}`)
  }
  const more = random.chance(0.2) ? `&page=${2 + random.below(3)}` : ''
  yield* page(visitor, `/search?q=${encoded(words)}${more}`, 'search', 5)
  if (random.chance(0.12)) {
    const filter = encodeURIComponent(
      `{"color":"${random.pick(['red', 'blue'])}","price":{"max":${10 * (1 + random.below(20))}}}`,
    )
    yield call(visitor, 'GET', `/api/v2/products?filter=${filter}&fields=name,price`, 'list')
  }
}

function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1)
}

function* fillCart(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  yield call(visitor, 'POST', '/api/v2/cart/items')
  yield call(visitor, 'GET', '/api/v2/cart')
  if (random.chance(0.5)) {
    visitor.wait(4000)
    yield* page(visitor, '/cart', 'cart', 2)
  }
  if (random.chance(0.15))
    yield call(visitor, 'DELETE', `/api/v2/cart/items/${1 + random.below(4)}`)
}

function* enter(visitor: Visitor): Generator<Hit> {
  if (visitor.user === '' && !(yield* signIn(visitor))) return
  yield* manage(visitor)
}

function* buy(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  yield* page(visitor, '/checkout', 'checkout')
  visitor.wait(30_000)
  yield* page(visitor, '/checkout/payment', 'checkout')
  visitor.wait(25_000)
  const order = uuidOf(random.integer32(), visitor.person.id)
  const hit = visitor.ask('POST', '/checkout/confirm')
  const isPaid = random.chance(0.94)
  answer(hit, random, isPaid ? 'redirect' : 'checkout', isPaid ? 302 : 402)
  yield hit
  visitor.time += hit.duration
  if (isPaid) yield* page(visitor, `/order/${order}/thanks`, 'account')
}

/** Pages that a shop also has; some have names that only look suspicious. */
const corners: readonly string[] =
  '/shop /dashboard /finance /functions /push /help/returns /help/shipping /about /stores /imprint /gift-cards /?a=1&b=2 /search?q=a&page=2 /help/select-a-size /brands/passwd-protect /docs/etc/hosts-table'.split(
    ' ',
  )

function* elsewhere(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  if (random.chance(0.12)) yield* gone(visitor)
  else if (random.chance(0.1)) {
    const back = encodeURIComponent(`https://${visitor.world.shop}/auth/callback?next=/account`)
    const state = random.integer32().toString(36)
    const hit = visitor.ask(
      'GET',
      `/oauth/authorize?response_type=code&client_id=web&redirect_uri=${back}&scope=openid+profile&state=${state}`,
    )
    answer(hit, random, 'redirect', 302)
    yield hit
  } else yield* page(visitor, random.pick(corners), 'article', 1)
}

/** Bytes of UTF-8 that a program forgot to encode. */
function unencoded(target: string): string {
  return Buffer.from(target).toString('latin1')
}

/** An old bookmark, or a link that was copied badly. */
function* gone(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  const number = firstProduct + random.below(products)
  const target = random.pick([
    `/product/${slugOf(number)}).`,
    `/products/${number}.html`,
    `/product/${slugOf(number).slice(0, -6)}`,
    '/category/summer-2024',
    `/blog/20${18 + random.below(7)}/sale`,
    '/undefined',
    unencoded('/category/für-die-küche'),
    unencoded('/search?q=чашка'),
  ])
  const hit = visitor.ask('GET', target)
  answer(hit, random, 'error', 404)
  yield hit
}
