/** Fields of an event that hold numbers. */
export const numeric: ReadonlySet<string> = new Set([
  'status',
  'bytes',
  'duration',
  'value',
  'time',
])

/** Fields that hold an address. */
export const addresses: ReadonlySet<string> = new Set(['client', 'peer', 'destination'])

/** Our own names of what a rule can look at. 'request' is every place a payload can be. */
const own = [
  'request',
  'target',
  'path',
  'query',
  'extension',
  'client',
  'peer',
  'forwarded',
  'network',
  'host',
  'server',
  'route',
  'area',
  'agent',
  'family',
  'referrer',
  'user',
  'method',
  'protocol',
  'status',
  'bytes',
  'duration',
  'country',
  'note',
  'reason',
  'level',
  'destination',
  'transport',
  'service',
  'state',
  'series',
  'value',
  'source',
  'line',
]

/**
 * Names that rules use, to our fields. Sigma's web rules write paths into `cs-uri-query`,
 * so that name stands for the whole target.
 */
export const fields: ReadonlyMap<string, string> = new Map([
  ...own.map((name): [string, string] => [name, name]),
  ['cs-method', 'method'],
  ['cs-uri', 'target'],
  ['c-uri', 'target'],
  ['cs-uri-query', 'target'],
  ['c-uri-query', 'target'],
  ['cs-uri-stem', 'path'],
  ['c-uri-stem', 'path'],
  ['c-uri-extension', 'extension'],
  ['cs-uri-extension', 'extension'],
  ['cs-user-agent', 'agent'],
  ['c-useragent', 'agent'],
  ['cs-referer', 'referrer'],
  ['cs-referrer', 'referrer'],
  ['c-referer', 'referrer'],
  ['referer', 'referrer'],
  ['c-ip', 'client'],
  ['src_ip', 'client'],
  ['dst_ip', 'destination'],
  ['sc-status', 'status'],
  ['cs-host', 'host'],
  ['r-dns', 'host'],
  ['cs-username', 'user'],
  ['cs-version', 'protocol'],
  ['sc-bytes', 'bytes'],
  ['cs-bytes', 'bytes'],
  ['time-taken', 'duration'],
])
