import type { Finding } from '../src/event/finding.ts'
import { Request } from '../src/event/request.ts'

export const start: number = Date.UTC(2026, 10, 21, 6)

/** A finding `at` milliseconds after six o'clock: an injection by 203.0.113.9 unless said otherwise. */
export function finding(at: number, other: Partial<Finding> = {}): Finding {
  return {
    detector: 'web/sql-injection',
    kind: 'sql_injection',
    topic: 'web-attack',
    score: 0.5,
    severity: 'medium',
    confidence: 'medium',
    entity: { type: 'client', value: '203.0.113.9' },
    time: start + at,
    since: start + at,
    count: 1,
    reasons: [{ field: 'request.target', seen: 'x', usual: '', weight: 1 }],
    outcome: 'unknown',
    note: false,
    ...other,
  }
}

/** The request that a finding is of: its line stands at byte `at`. */
export function cause(at: number, other: Partial<Request> = {}): Request {
  return Object.assign(new Request(), {
    time: start + at,
    client: '203.0.113.9',
    network: '203.0.113.0/24',
    host: 'shop.example',
    route: '/product',
    line: `line ${at}`,
    position: at,
    ...other,
  })
}
