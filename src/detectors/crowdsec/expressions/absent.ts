const database = 'asks the database of CrowdSec'
const cache = 'keeps a store beside its buckets'
const documents = 'reads documents that are in no web log'
const clock = 'reads the clock'

/** Functions that exist in CrowdSec and are not run here, with the reason. */
export const absent: ReadonlyMap<string, string> = new Map([
  ...[
    'GetDecisionsCount',
    'GetDecisionsSinceCount',
    'GetActiveDecisionsCount',
    'GetActiveDecisionsTimeLeft',
    'CrowdsecCTI',
    'IsInCTI',
  ].map((name) => [name, database] as const),
  ...['GetFromStash', 'SetInStash', 'CacheGet', 'CacheSet', 'GetStash'].map(
    (name) => [name, cache] as const,
  ),
  ...[
    'JsonExtract',
    'JsonExtractUnescape',
    'JsonExtractLib',
    'JsonExtractObject',
    'JsonExtractSlice',
    'UnmarshalJSON',
    'ToJsonString',
    'XMLGetAttributeValue',
    'XMLGetNodeValue',
    'ParseKV',
    'ParseKVLax',
    'fromJSON',
    'toJSON',
  ].map((name) => [name, documents] as const),
  ...['TimeNow', 'now', 'ParseUnix', 'date', 'duration', 'AverageInterval', 'MedianInterval'].map(
    (name) => [name, clock] as const,
  ),
  ['Hostname', 'asks the machine it runs on'],
  ['LookupHost', 'asks the network'],
  ['GeoIPEnrich', 'needs a database of places'],
  ['GeoIPASNEnrich', 'needs a database of places'],
  ['GeoIPRangeEnrich', 'needs a database of places'],
  ['LibInjectionIsSQLI', 'is done by the shipped rules'],
  ['LibInjectionIsXSS', 'is done by the shipped rules'],
  ['JA4H', 'needs headers that are in no web log'],
])
