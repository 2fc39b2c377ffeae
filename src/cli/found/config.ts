import type { Probed } from './logs.ts'

/** Address of the schema that editors complete and check a config with. */
export const schemaAddress = 'https://unpkg.com/tripline/docs/reference/config.schema.json'

/** What a new config says. */
interface NewConfig {
  readonly paths: readonly string[]
  /** One parser for all logs; '' when they differ. */
  readonly parser: string
}

/** Logs whose format is known; all lines may be left to one parser when it is the same for all. */
export function configWith(probed: readonly Probed[]): NewConfig {
  const known = probed.filter(({ parser }) => parser !== '')
  const parsers = new Set(known.map(({ parser }) => parser))
  return {
    paths: known.map(({ path }) => path),
    parser: parsers.size === 1 ? [...parsers][0]! : '',
  }
}

/** A commented config of at most 30 lines. */
export function configText({ paths, parser }: NewConfig): string {
  const named = paths.length > 0 ? paths : ['/var/log/nginx/access.log']
  return `# yaml-language-server: $schema=${schemaAddress}
# All options: docs/reference/config.md. Check this file with: tripline check

sources:
  - type: file
    paths:
${named.map((path) => `      - ${JSON.stringify(path)}\n`).join('')}
# The format is found from the lines${parser === '' ? '' : ` (here: ${parser})`}. Name it to be strict about it.
# parser: ${parser === '' ? 'combined' : parser}

# Proxies in front of the server, whose X-Forwarded-For tells the client.
# trustedProxies: [10.0.0.0/8, cloudflare]

# Rules that should stay silent, and folders with rules of your own.
# rules:
#   disable: [web/scanner-agent]
#   paths: [./rules]

# Exit code 5 when an alert is this severe: info, low, medium, high, critical, never.
failOn: never
`
}
