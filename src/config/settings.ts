import type { Schema } from '../contract/detector.ts'
import { severities, type Severity } from '../event/finding.ts'
import { type ExceptionSettings, exceptionsSchema } from './exceptions.ts'

/** Where lines come from. */
export interface SourceSettings {
  readonly type: 'file'
  readonly paths: readonly string[]
}

/** Whose rules run, and how they are read. */
export interface RuleSettings {
  readonly paths: readonly string[]
  readonly disable: readonly string[]
  /** Rules that are right run although others have mistakes. */
  readonly keepGoing: boolean
  /** Paranoia level of CRS rules; 0: as their own settings say. */
  readonly paranoia: number
}

/** What a config says once all layers are merged and checked: durations in milliseconds, sizes in bytes. */
export interface Settings {
  readonly sources: readonly SourceSettings[]
  /** Name of a parser; '' finds the format from the lines. */
  readonly parser: string
  /** An nginx or Apache log format string; '' when a parser is named or found. */
  readonly format: string
  readonly trustedProxies: readonly string[]
  readonly lateness: number
  readonly limits: { readonly keys: number }
  readonly rules: RuleSettings
  readonly exceptions: readonly ExceptionSettings[]
  /** Files with more of them. */
  readonly exceptionFiles: readonly string[]
  /** Options of detectors, by their name. */
  readonly detectors: Readonly<Record<string, unknown>>
  /** Severity to give findings, by rule, detector or kind. */
  readonly severity: Readonly<Record<string, Severity>>
  readonly failOn: Severity | 'never'
}

const texts: Schema = { type: 'array', items: { type: 'string' }, default: [] }

const options: Readonly<Record<string, Schema>> = {
  sources: {
    type: 'array',
    description: 'Where lines come from when the command line names no file.',
    default: [],
    items: {
      type: 'object',
      required: ['type', 'paths'],
      properties: {
        type: { type: 'string', enum: ['file'], description: 'Kind of source.' },
        paths: { ...texts, description: 'Files to read; * and ? stand for any characters.' },
      },
    },
  },
  parser: {
    type: 'string',
    description:
      'Name of the parser for all lines (tripline list parsers). Empty: found from the lines.',
    default: '',
    examples: ['combined'],
  },
  format: {
    type: 'string',
    description: 'An nginx log_format or Apache LogFormat string that describes the lines.',
    default: '',
    examples: ['$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent'],
  },
  trustedProxies: {
    ...texts,
    description:
      'Networks whose X-Forwarded-For is believed: the client is the right-most address outside them.',
    examples: [['10.0.0.0/8', 'fd00::/8']],
  },
  lateness: {
    type: 'number',
    format: 'duration',
    minimum: 0,
    maximum: 86_400_000,
    description: 'How far out of order lines may come and still be counted in their window.',
    default: 10_000,
    examples: ['30s'],
  },
  limits: {
    type: 'object',
    description: 'Ceilings that no input can pass.',
    properties: {
      keys: {
        type: 'integer',
        minimum: 100,
        maximum: 10_000_000,
        description:
          'Clients, routes and the like remembered at once; the longest unseen go first.',
        default: 1_000_000,
      },
    },
  },
  rules: {
    type: 'object',
    description: 'Rules beside or instead of the shipped ones.',
    properties: {
      paths: {
        ...texts,
        description:
          'Files or folders with more rules: Sigma, CRS, CrowdSec scenarios, fail2ban filters and jails.',
      },
      disable: { ...texts, description: 'Names of rules that stay silent (tripline list rules).' },
      keepGoing: {
        type: 'boolean',
        description: 'Whether rules that are right run although others have mistakes.',
        default: false,
      },
      paranoia: {
        type: 'integer',
        minimum: 0,
        maximum: 4,
        description: 'Paranoia level of CRS rules; 0: as their own settings say.',
        default: 0,
      },
    },
  },
  exceptions: exceptionsSchema,
  exceptionFiles: { ...texts, description: 'Files with more exceptions, under the same name.' },
}

const bounded = (what: string): Schema => ({
  type: 'object',
  properties: { keys: { type: 'integer', minimum: 1, default: 10_000, description: what } },
})

/** Options of the detectors that run rules of others: told without loading their code. */
const ofOthers: Readonly<Record<string, Schema>> = {
  crowdsec: bounded('Buckets that one scenario may have at a time.'),
  fail2ban: bounded('Hosts that one jail counts at a time.'),
}

/** A JSON Schema of the config, for these detectors. The one place that says what a config can hold. */
export function settingsSchema(detectors: Readonly<Record<string, Schema>>): Schema {
  return {
    type: 'object',
    description: 'Configuration of Tripline.',
    properties: {
      ...options,
      detectors: {
        type: 'object',
        description: 'Options of detectors, by their name (tripline list detectors).',
        properties: { ...detectors, ...ofOthers },
      },
      severity: {
        type: 'object',
        description: 'Severity to give findings, by the name of their rule, detector or kind.',
        additionalProperties: { type: 'string', enum: severities },
        default: {},
        examples: [{ sql_injection: 'critical' }],
      },
      failOn: {
        type: 'string',
        enum: [...severities, 'never'],
        description: 'Exit code 5 when an alert has this severity or a higher one.',
        default: 'never',
      },
    },
  }
}
