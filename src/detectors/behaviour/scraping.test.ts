import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heard, row, start } from '../../../test/drive.ts'
import scraping from './scraping.ts'

const page = (i: number): { target: string } => ({ target: `/product/p${i}` })

test('hundreds of different pages and nothing beside them are scraping', () => {
  assert.deepEqual(heard(scraping, row(300, 1500, page)).kinds, ['scraping'])
})

test('a reader whose browser loads pictures, and a crawler that says what it is, are none', () => {
  const reader = row(1200, 500, (i) => ({ target: i % 4 ? `/images/${i}.webp` : `/product/p${i}` }))
  assert.deepEqual(heard(scraping, reader).kinds, [])
  const crawler = row(300, 1500, (i) => ({
    ...page(i),
    agent: 'Examplebot/1.0 (+https://bot.example)',
  }))
  assert.deepEqual(heard(scraping, crawler).kinds, [])
})

test('after sixty requests in ten seconds it is a flood that goes on, not scraping', () => {
  const { findings } = heard(scraping, row(400, 100, page))
  assert.ok(findings.every(({ time }) => (time - start) % 10_000 < 6000))
  assert.ok(heard(scraping, row(400, 200, page)).findings.length > 250)
})

test('one page again and again is none', () => {
  assert.deepEqual(
    heard(
      scraping,
      row(300, 1500, () => ({ target: '/health' })),
    ).kinds,
    [],
  )
})

test('a slow one, and queries in the order of chance, hide no scraping', () => {
  const evasion = row(400, 2500, (i) => ({
    target: `/product/p${(i * 7919) % 400}?ref=${i}`,
    referrer: 'https://shop.example/',
  }))
  assert.deepEqual(heard(scraping, evasion).kinds, ['scraping'])
})
