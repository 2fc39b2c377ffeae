import { strict as assert } from 'node:assert'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { Request } from '../event/request.ts'
import { csvHeader, csvLine, jsonOf, WindowQueries } from './query.ts'
import { presets, queryOf, whereOf } from './query-spec.ts'

const data = join(
  process.env['TRIPLINE_DATA'] ?? join(import.meta.dirname, '../../../shared/data'),
  'windows',
)
const goals = presets['window-alerts']!

function lines(name: string): string[] {
  const text = gunzipSync(readFileSync(join(data, name))).toString('utf8')
  return text.split('\n').filter((line) => line !== '')
}

/** The record of the reference system as an event; undefined when it is no object with a time. */
function eventOf(line: string): Request | undefined {
  let record: Record<string, unknown>
  try {
    record = JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
  const text = (name: string): string => (typeof record[name] === 'string' ? record[name] : '')
  const number = (name: string, form = /^\s*[-+]?\d*\.?\d+(e-?\d+)?\.?\s*$/): number => {
    const value = record[name]
    if (typeof value === 'number') return value
    return typeof value === 'string' && form.test(value) ? Number(value) : NaN
  }
  if (typeof record !== 'object' || record === null) return undefined
  const seconds = number('request_time')
  return Object.assign(new Request(), {
    time: Math.floor(number('@timestamp', /^\s*[-+]?\d+\.?\d*\s*$/)) * 1000,
    client: text('client_ip'),
    host: text('host'),
    country: text('country'),
    status: Number.isInteger(number('status')) ? number('status') : 0,
    duration: seconds >= 0 && Number.isFinite(seconds) ? seconds * 1000 : -1,
  })
}

function run(events: readonly Request[], lateness = 6000): Map<string, string[]> {
  const found = new Map(goals.map((query) => [query.name, [csvHeader(query)]]))
  const queries = new WindowQueries(
    goals,
    (result) => found.get(result.query.name)!.push(csvLine(result)),
    { lateness },
  )
  for (const event of events) queries.add(event)
  queries.finish()
  return found
}

for (const name of ['attack', 'uniform'])
  test(`results equal Spark's on ${name}`, (t) => {
    if (!existsSync(data)) return t.diagnostic(`not compared: there is no ${data}`)
    const events = lines(`${name}.jsonl.gz`).map((line) => eventOf(line)!)
    for (const [goal, found] of run(events))
      assert.deepEqual(found.toSorted(), lines(`${name}.expected/${goal}.csv.gz`).toSorted(), goal)
  })

test('on odd lines results differ from Spark only where we mean to', (t) => {
  if (!existsSync(data)) return t.diagnostic(`not compared: there is no ${data}`)
  const events = lines('edge.jsonl.gz').flatMap((line) => eventOf(line) ?? [])
  // Missing and empty keys are one key here, as a log has no way to tell them apart.
  const named = (row: string): boolean => !/Z,(?:\\N)?,/.test(row)
  const differences: string[] = []
  for (const [goal, found] of run(events, 3_600_000)) {
    const expected = lines(`edge.expected/${goal}.csv.gz`).filter(named)
    for (const row of expected) if (!found.includes(row)) differences.push(`${goal} Spark ${row}`)
    for (const row of found.filter(named))
      if (!expected.includes(row)) differences.push(`${goal} here ${row}`)
  }
  assert.deepEqual(differences, [
    // Broken clocks make no windows: before 1970, 1970 itself (late by decades), far future.
    'g3 Spark +54557-10-05T21:06:00Z,+54557-10-05T21:07:00Z,FR,1',
    'g3 Spark 1969-12-31T23:59:00Z,1970-01-01T00:00:00Z,FR,1',
    'g3 Spark 1970-01-01T00:00:00Z,1970-01-01T00:01:00Z,FR,1',
    // Three lines are not JSON (single quotes, text or a comma too many); a time may be a fraction.
    'g3 Spark 2022-08-03T06:51:00Z,2022-08-03T06:52:00Z,FR,43',
    'g3 here 2022-08-03T06:51:00Z,2022-08-03T06:52:00Z,FR,41',
    'g4 Spark +54557-10-05T21:06:00Z,+54557-10-05T21:07:00Z,api_1.example.com,0.500000000,1',
    'g4 Spark 1969-12-31T23:59:00Z,1970-01-01T00:00:00Z,api_1.example.com,0.500000000,1',
    'g4 Spark 1970-01-01T00:00:00Z,1970-01-01T00:01:00Z,api_1.example.com,0.500000000,1',
    'g4 Spark 2022-08-03T06:51:00Z,2022-08-03T06:52:00Z,api_1.example.com,0.500000000,43',
    // A mean is made of the numbers that are there.
    'g4 Spark 2022-08-03T06:52:00Z,2022-08-03T06:53:00Z,edge_rt.example.com,NaN,19',
    'g4 here 2022-08-03T06:51:00Z,2022-08-03T06:52:00Z,api_1.example.com,0.500000000,41',
    'g4 here 2022-08-03T06:52:00Z,2022-08-03T06:53:00Z,edge_rt.example.com,1.100000000,19',
  ])
})

test('a window is one JSON object, empty values are null', () => {
  const request = Object.assign(new Request(), { time: 1_660_000_000_500, client: '1.2.3.4' })
  const found: object[] = []
  const queries = new WindowQueries(goals, (result) => found.push(jsonOf(result)))
  queries.add(request)
  queries.finish()
  assert.deepEqual(found, [
    {
      window: { start: '2022-08-08T23:06:00.000Z', end: '2022-08-08T23:07:00.000Z' },
      host: null,
      'avg(request_time)': null,
    },
  ])
})

test('a query counts what it asks for', () => {
  const query = queryOf({
    name: 'failed logins',
    where: whereOf({ status: '400..499', method: ['POST', 'PUT'] }),
    key: ['host', 'client'],
    span: 60_000,
    step: 10_000,
    having: { value: 2, strict: false },
  })
  const found: object[] = []
  const queries = new WindowQueries([query], (result) => found.push(jsonOf(result)))
  for (const [status, method] of [
    [404, 'POST'],
    [499, 'PUT'],
    [500, 'POST'],
    [404, 'GET'],
  ] as const)
    queries.add(
      Object.assign(new Request(), {
        time: 1_660_000_000_000,
        host: 'a',
        client: 'c',
        status,
        method,
      }),
    )
  queries.finish()
  assert.equal(found.length, 6)
  assert.deepEqual(found[0], {
    window: { start: '2022-08-08T23:05:50.000Z', end: '2022-08-08T23:06:50.000Z' },
    host: 'a',
    client: 'c',
    count: 2,
  })
})
