/** One option of a command. */
export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** What stands for its value in help: 'FILE'. */
  readonly value?: string
  readonly about: string
  readonly multiple?: true
  /** Option of the config that it sets. */
  readonly sets?: string
}

export type Options = Readonly<Record<string, Option>>

/** Understood by every command. */
export const always: Options = {
  config: { type: 'string', value: 'FILE', about: 'config file; default tripline.yaml if present' },
  set: {
    type: 'string',
    value: 'NAME=VALUE',
    multiple: true,
    about: 'one option of the config: --set limits.keys=5000',
  },
  help: { type: 'boolean', short: 'h', about: 'this text' },
}

/** Understood by commands that load rules. */
export const rules: Options = {
  rules: {
    type: 'string',
    value: 'PATH,…',
    sets: 'rules.paths',
    about: 'more rules: Sigma, CRS, CrowdSec, fail2ban',
  },
  'keep-going': {
    type: 'boolean',
    sets: 'rules.keepGoing',
    about: 'run rules that are right although others have mistakes',
  },
}

/** Understood by commands that read log lines. */
export const reading: Options = {
  ...rules,
  parser: {
    type: 'string',
    value: 'NAME',
    sets: 'parser',
    about: 'parser of all lines; see  tripline list parsers',
  },
  format: {
    type: 'string',
    value: 'STRING',
    sets: 'format',
    about: 'nginx log_format or Apache LogFormat of the lines',
  },
  trust: {
    type: 'string',
    value: 'NETWORK,…',
    sets: 'trustedProxies',
    about: 'proxies whose X-Forwarded-For is believed',
  },
}

export const json: Options = {
  json: { type: 'boolean', about: 'one JSON object on standard output' },
}

export const failOn: Options = {
  'fail-on': {
    type: 'string',
    value: 'SEVERITY',
    sets: 'failOn',
    about: 'exit code 5 when an alert is at least this severe',
  },
}

export const unparsed: Options = {
  unparsed: { type: 'string', value: 'FILE', about: 'write lines that no parser took to FILE' },
}

export const follow: Options = {
  follow: { type: 'boolean', short: 'f', about: 'read on as the files grow, until Ctrl-C' },
}
