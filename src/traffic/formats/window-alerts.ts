import type { Format } from './format.ts'
import { json } from './escape.ts'

/** Flat JSON with every value a string, as window alerts over Kafka read it. It has no target. */
export const windowAlerts: Format = {
  name: 'window-alerts',
  about: 'flat JSON: server, client_ip, method, status, request_time, host, country, @timestamp',
  header: [],
  write: (hit) =>
    `{"server":"${hit.server}","client_ip":"${hit.client}","method":${json(hit.method)},"status":"${hit.status}","request_time":"${(hit.duration / 1000).toFixed(2)}","host":${json(hit.host)},"country":"${hit.country || 'ZZ'}","@timestamp":"${(hit.time / 1000).toFixed(6)}"}`,
}
