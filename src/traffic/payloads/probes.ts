import type { Random } from '../../stats/random.ts'
import { word } from './encode.ts'

const names =
  'admin backup old test dev private config data db dump export files internal logs manager panel portal secret staging temp tmp upload uploads user api v1 beta console debug docs download includes install lib root server setup site sql status storage stats src vendor webadmin users settings report archive cgi-bin system'.split(
    ' ',
  )
const endings = [
  '',
  '',
  '',
  '/',
  '.php',
  '.zip',
  '.tar.gz',
  '.bak',
  '.old',
  '.sql',
  '.txt',
  '.asp',
  '.jsp',
  '.json',
  '.html',
  '~',
]

/** A name that somebody guesses might be there. */
export function guess(random: Random): string {
  const first = random.pick(names)
  const second = random.chance(0.5) ? `${random.pick(['/', '_', '-'])}${random.pick(names)}` : ''
  const number = random.chance(0.12) ? String(random.below(2030)) : ''
  return `/${first}${second}${number}${random.pick(endings)}`
}

/** A file that should never be served. */
export function secretFile(random: Random): string {
  const folder = random.chance(0.5) ? '' : `/${random.pick(names)}`
  return `${folder}/${random.pick([
    '.env',
    `.env.${random.pick(['local', 'production', 'bak', 'example'])}`,
    '.git/config',
    '.git/HEAD',
    '.aws/credentials',
    '.ssh/id_rsa',
    '.htpasswd',
    '.svn/entries',
    '.DS_Store',
    'wp-config.php.bak',
    'docker-compose.yml',
    'id_rsa',
    `${random.pick(['dump', 'backup', 'database', 'site'])}.${random.pick(['sql', 'sql.gz', 'zip', 'tar.gz'])}`,
    'config/database.yml',
    'web.config',
    'credentials.json',
  ])}`
}

/** Something that a product with known holes would have. */
export function product(random: Random): string {
  const plugin = `${word(random, 5)}-${random.pick(['slider', 'forms', 'gallery', 'backup', 'seo'])}`
  return random.pick([
    '/wp-login.php',
    '/xmlrpc.php',
    `/wp-content/plugins/${plugin}/readme.txt`,
    `/wp-json/wp/v2/users/${1 + random.below(20)}`,
    `/?author=${1 + random.below(20)}`,
    '/phpmyadmin/index.php',
    `/phpMyAdmin-${3 + random.below(3)}.${random.below(9)}/`,
    '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php',
    `/actuator/${random.pick(['env', 'health', 'heapdump', 'mappings', 'gateway/routes'])}`,
    '/manager/html',
    '/solr/admin/info/system?wt=json',
    '/owa/auth/logon.aspx',
    '/remote/login?lang=en',
    '/cgi-bin/luci/;stok=/locale',
    '/HNAP1/',
    '/boaform/admin/formLogin',
    '/jenkins/script',
    '/server-status',
    '/telescope/requests',
    '/_ignition/execute-solution',
    '/autodiscover/autodiscover.json',
    `/shell${random.below(100)}.php?cmd=id`,
  ])
}
