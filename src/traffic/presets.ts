import type { TrafficOptions } from './options.ts'

/** Ten minutes with six campaigns, to look at. */
export const demo: TrafficOptions = {
  seed: 7,
  start: Date.UTC(2026, 10, 20, 18),
  minutes: 10,
  rate: 900,
  clients: 3000,
  format: 'timed',
  campaigns: ['sql_injection', 'scanner', 'brute_force', 'flood', 'error_surge', 'exfiltration'],
}

/** A day with every campaign, to measure detection with. */
export const day: TrafficOptions = {
  seed: 1,
  start: Date.UTC(2026, 10, 18),
  minutes: 1440,
  rate: 600,
  clients: 6000,
  format: 'timed',
  campaigns: 'all',
}
