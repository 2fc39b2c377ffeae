import { pass } from '../src/pipeline/cost.ts'
import { Request } from '../src/event/request.ts'
import { WindowQueries } from '../src/windows/query.ts'
import { presets } from '../src/windows/query-spec.ts'
import { cpuSeconds, median } from './figure.ts'
import { windowClient, windowTime } from './logs.ts'

/** What a run of windows gave. */
export interface Sliding {
  readonly eventsPerCpuSecond: number
  readonly results: number
  readonly late: number
  readonly rssBytes: number
}

// EVENTS KEYS RUNS [FILE]: counts by client in 20 s sliding by 1 s, more than 10 are a result.
// Without a file, events are parsed already; with one, they are read and parsed from its JSON.
const [events = 0, keys = 1, runs = 3] = process.argv.slice(2, 5).map(Number)
const file = process.argv[5]
const clients = Array.from({ length: events }, (_, i) => (file ? '' : windowClient(i, keys)))
const times = Float64Array.from({ length: events }, (_, i) => windowTime(i))

let results = 0
let late = 0
const seconds = cpuSeconds(runs, () => {
  results = 0
  const queries = new WindowQueries(
    presets['window-alerts']!.slice(0, 1),
    () => {
      results++
    },
    { maxKeys: 2 * keys },
  )
  if (file)
    pass(file, (outcome) => {
      if (outcome.kind === 'request') queries.add(outcome)
    })
  else addAll(queries)
  queries.finish()
  late = queries.windows.late
})
console.log(
  JSON.stringify({
    eventsPerCpuSecond: Math.round(events / median(seconds)),
    results,
    late,
    rssBytes: process.resourceUsage().maxRSS * 1024,
  } satisfies Sliding),
)

function addAll(queries: WindowQueries): void {
  const event = new Request()
  event.status = 200
  for (let i = 0; i < events; i++) {
    event.client = clients[i]!
    event.time = times[i]!
    queries.add(event)
  }
}
