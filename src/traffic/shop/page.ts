import type { Hit } from '../hit.ts'
import { type Answer, answer, answerFile } from './answers.ts'
import { firstProduct, products } from './catalogue.ts'
import type { Visitor } from './visitor.ts'

/** Files that every page of the shop loads. */
function files(build: string): readonly string[] {
  return [
    `/static/css/app.${build}.css`,
    `/static/js/app.${build}.js`,
    `/static/js/vendor.${build.slice(0, 6)}e1.js`,
    '/static/fonts/inter-latin.var.woff2',
    '/static/img/logo.svg',
  ]
}

/** A page with what a browser loads beside it. */
export function* page(
  visitor: Visitor,
  target: string,
  kind: Answer,
  pictures = 0,
): Generator<Hit> {
  const { random } = visitor
  const hit = visitor.ask('GET', target)
  const isGone = kind === 'product' && random.chance(0.004)
  answer(hit, random, isGone ? 'error' : kind, isGone ? 404 : 200)
  hit.duration += (hit.bytes / 100_000) * visitor.person.pace
  yield hit
  visitor.arrive(target)
  if (visitor.person.actor === 'developer') return
  visitor.time += hit.duration
  yield* loadFiles(visitor)
  yield* loadPictures(visitor, pictures)
}

function* loadFiles(visitor: Visitor): Generator<Hit> {
  if (visitor.keeps(0)) return
  const { random } = visitor
  // People who were here before have most files; some browsers ask whether they still are the same.
  const returning = random.uniform()
  if (returning < 0.35) return
  for (const file of files(visitor.world.build)) {
    visitor.time += random.between(1, 25)
    yield fetchFile(visitor, file, returning < 0.5)
  }
  if (random.chance(0.3)) yield fetchFile(visitor, '/favicon.ico', false)
  if (random.chance(0.02)) {
    const missing = visitor.ask('GET', '/apple-touch-icon-precomposed.png')
    answer(missing, random, 'error', 404)
    yield missing
  }
}

function* loadPictures(visitor: Visitor, pictures: number): Generator<Hit> {
  const { random } = visitor
  for (let i = 0; i < pictures; i++) {
    const number = firstProduct + random.zipf(products)
    if (visitor.keeps(1 + (number % 31)) && random.chance(0.6)) continue
    visitor.time += random.between(1, 30)
    yield fetchFile(
      visitor,
      `/images/p/${number}-${random.pick([320, 640, 960])}.webp`,
      random.chance(0.08),
    )
  }
}

function fetchFile(visitor: Visitor, target: string, isKept: boolean): Hit {
  const hit = visitor.ask('GET', target)
  answerFile(hit, visitor.random, isKept)
  hit.duration += (hit.bytes / 100_000) * visitor.person.pace
  return hit
}

/** A call of the API by a page or an app. */
export function call(visitor: Visitor, method: string, target: string, kind: Answer = 'api'): Hit {
  const hit = visitor.ask(method, target, visitor.world.api)
  const isWritten = method !== 'GET'
  const fails = visitor.random.chance(0.004)
  answer(
    hit,
    visitor.random,
    isWritten ? 'written' : kind,
    fails
      ? visitor.random.pick([404, 409, 422])
      : method === 'POST'
        ? 201
        : method === 'DELETE'
          ? 204
          : 200,
  )
  if (hit.status === 204) hit.bytes = 0
  visitor.time += visitor.random.between(5, 60)
  return hit
}
