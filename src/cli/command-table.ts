import type { Call } from './call.ts'
import type { ExitCode } from './exit-codes.ts'
import { always, failOn, follow, json, reading, rules, unparsed, type Options } from './options.ts'

/** A command as help shows it; its code is loaded when it runs. */
export interface Command {
  readonly about: string
  /** What follows its name: 'FILE… [options]'. */
  readonly usage: string
  /** Command lines to copy, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[]
  readonly options: Options
  load(): Promise<{ readonly run: (call: Call) => Promise<ExitCode> }>
}

/** Every command by its name, in the order of help. */
export const commands: Readonly<Record<string, Command>> = {
  look: {
    about: 'Read logs once and report attacks, abuse and outages',
    usage: 'FILE…',
    examples: [
      ['tripline /var/log/nginx/access.log*', 'the name "look" may be left out'],
      ['tripline access.log --fail-on high', 'exit code 5 for scripts'],
      ['zcat old.gz | tripline look - --json', 'from standard input, as JSON'],
    ],
    options: {
      ...json,
      all: { type: 'boolean', about: 'every alert, not only the first 20' },
      ...failOn,
      ...reading,
      ...unparsed,
      ...follow,
    },
    load: () => import('./commands/look.ts'),
  },
  score: {
    about: 'Judge every line: one JSON object a line, in input order',
    usage: 'FILE…',
    examples: [
      ['tripline score access.log', ''],
      [`tripline score access.log | grep '"verdict":"attack"'`, 'only attacks'],
    ],
    options: {
      as: { type: 'string', value: 'WHAT', about: 'what the rows are: requests (the default)' },
      ...failOn,
      ...reading,
      ...unparsed,
      ...follow,
    },
    load: () => import('./commands/score.ts'),
  },
  explain: {
    about: 'Show the way of one line, or of one alert, and why it was judged so',
    usage: 'LINE | FILE:NUMBER | ALERT [FILE…]',
    examples: [
      [`tripline explain '203.0.113.9 - - [21/Nov/2026:06:11:02 +0000] "GET /?id=1%27 …'`, ''],
      ['tripline explain access.log:1207', 'line 1207, after all lines before it'],
      ['tripline explain 1 access.log', 'the first alert of the report'],
      ['tripline explain access.log:1207 --on access.log', 'what else its exception would hide'],
    ],
    options: {
      on: {
        type: 'string',
        value: 'FILE',
        about: 'say what else the proposed exception would hide in FILE',
      },
      last: { type: 'string', value: 'NUMBER', about: 'in so many of its last lines (100000)' },
      ...json,
      ...reading,
    },
    load: () => import('./commands/explain.ts'),
  },
  windows: {
    about: 'Count events in windows of event time, one JSON object a result',
    usage: 'FILE… --spec SPEC.yaml',
    examples: [
      ['tripline windows access.log --spec per-client.yaml', ''],
      ['tripline windows events.json --preset window-alerts --out results', 'four CSV files'],
    ],
    options: {
      spec: { type: 'string', value: 'FILE', about: 'what to count: measure, key, span, step' },
      preset: { type: 'string', value: 'NAME', about: 'a shipped spec: window-alerts' },
      out: { type: 'string', value: 'DIR', about: 'one CSV file per count instead of JSON' },
      ...reading,
    },
    load: () => import('./commands/windows.ts'),
  },
  bench: {
    about: 'Measure on your own log what each stage costs',
    usage: 'FILE',
    examples: [['tripline bench access.log', '']],
    options: { ...json, ...reading },
    load: () => import('./commands/bench.ts'),
  },
  demo: {
    about: 'Play ten minutes of a shop with six attacks on it',
    usage: '',
    examples: [
      ['tripline demo', 'ten seconds long'],
      ['tripline demo --speed 600', 'one second long'],
    ],
    options: {
      speed: { type: 'string', value: 'TIMES', about: 'how much faster than life (default 60)' },
      seed: { type: 'string', value: 'NUMBER', about: 'another day in the shop (default 7)' },
      ...failOn,
    },
    load: () => import('./commands/demo.ts'),
  },
  init: {
    about: 'Find the logs of this machine and write a tripline.yaml',
    usage: '[--from FILE]',
    examples: [
      ['tripline init', 'what it finds, and a commented config'],
      ['tripline init --from access.log', 'describe the format of this log'],
    ],
    options: {
      from: { type: 'string', value: 'FILE', about: 'a log to describe' },
      output: {
        type: 'string',
        short: 'o',
        value: 'FILE',
        about: 'default tripline.yaml; - prints it',
      },
      force: { type: 'boolean', about: 'replace the file when it exists' },
    },
    load: () => import('./commands/init.ts'),
  },
  check: {
    about: 'Check the config, the rules and the sources it names',
    usage: '',
    examples: [
      ['tripline check', ''],
      ['tripline check --show', 'every option, and where its value comes from'],
    ],
    options: { show: { type: 'boolean', about: 'print the resulting options' }, ...json, ...rules },
    load: () => import('./commands/check.ts'),
  },
  rules: {
    about: 'Add rules of others to the config: Sigma, CRS, CrowdSec, fail2ban',
    usage: 'add KIND PATH | list | remove PATH',
    examples: [
      ['tripline rules add crs /usr/share/modsecurity-crs/rules', ''],
      ['tripline rules add crowdsec ./hub/scenarios', 'with the data beside them'],
      ['tripline rules add fail2ban /etc/fail2ban', ''],
      ['tripline rules list', 'what was added, and how much of it works'],
    ],
    options: {
      'keep-going': rules['keep-going']!,
      ...json,
    },
    load: () => import('./commands/rules.ts'),
  },
  test: {
    about: 'Run rules with their tests, and say what the tests do not reach',
    usage: '[PATH…]',
    examples: [
      ['tripline test', 'rules of the config; without any, those that are shipped'],
      ['tripline test rules/own --sarif rules.sarif', 'for code review'],
      ['tripline test rules/own --mutants', 'which changes of a rule no test notices'],
    ],
    options: {
      fill: { type: 'boolean', about: 'write the rules that hold into cases without any' },
      mutants: { type: 'boolean', about: 'change every condition, one thing at a time' },
      sarif: { type: 'string', value: 'FILE', about: 'write what is wrong as SARIF to FILE' },
      'keep-going': rules['keep-going']!,
      ...json,
    },
    load: () => import('./commands/test.ts'),
  },
  list: {
    about: 'List what is built in: detectors, rules, parsers, sources or kinds',
    usage: 'detectors | rules | parsers | sources | kinds',
    examples: [
      ['tripline list rules', ''],
      ['tripline list parsers --json', ''],
    ],
    options: { ...json, ...rules },
    load: () => import('./commands/list.ts'),
  },
  generate: {
    about: 'Write seeded traffic of a shop, with campaigns and their labels',
    usage: '--out FILE',
    examples: [
      ['tripline generate --out shop.log', 'and shop.log.labels beside it'],
      ['tripline generate --out day.log.gz --span 24h --as caddy', 'a day, packed'],
    ],
    options: {
      out: {
        type: 'string',
        short: 'o',
        value: 'FILE',
        about: 'the log to write; - is standard output',
      },
      labels: { type: 'string', value: 'FILE', about: 'what each line is; default FILE.labels' },
      demo: { type: 'boolean', about: 'the traffic that tripline demo plays' },
      span: { type: 'string', value: 'DURATION', about: 'how long it lasts (default 10m)' },
      rate: {
        type: 'string',
        value: 'NUMBER',
        about: 'requests a minute at the busiest hour (600)',
      },
      seed: { type: 'string', value: 'NUMBER', about: 'another seed, another day (default 1)' },
      campaigns: {
        type: 'string',
        value: 'NAME,…',
        about: 'attacks and outages: all (default), none, kinds',
      },
      as: { type: 'string', value: 'FORMAT', about: 'log format (default combined)' },
    },
    load: () => import('./commands/generate.ts'),
  },
}

/** Options of a command with those that all commands have. */
export function optionsOf(command: Command): Options {
  return { ...command.options, ...always }
}
