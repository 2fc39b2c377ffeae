import { see, type Sight } from './sight.ts'

type Seen = Omit<Sight, 'is' | 'isPartial'>

const slash = 1
const dot = 2
const colon = 4
const kinds = new Uint8Array(256)
kinds[0x2f] = kinds[0x5c] = slash
kinds[0x2e] = dot
kinds[0x3a] = colon

/** Whether a text is a path that leaves the folder it is meant for: steps up, a file of the system, a wrapper. */
export function pathIn(text: string): Sight {
  let seen = 0
  for (let i = 0; i < text.length; i++) seen |= kinds[text.charCodeAt(i) & 255]!
  return (seen & (slash | colon)) !== 0 || ((seen & dot) !== 0 && canBeHidden(text))
    ? see(text, look)
    : see('', look)
}

/** A hidden file: a dot that begins the text. */
function canBeHidden(text: string): boolean {
  return text.charCodeAt(0) === 0x2e
}

function look(text: string): Seen | undefined {
  const climbs = climbIn(text)
  if (climbs && climbs.strength >= 0.8) return climbs
  return wrapperIn(text) ?? systemIn(text) ?? climbs ?? secretIn(text)
}

/** How far the segments of a path lead above where it begins, and whether something is there to be read. */
function climbIn(text: string): Seen | undefined {
  const climb: Climb = { depth: 0, least: 0, steps: 0, first: 0 }
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && kinds[text.charCodeAt(at) & 255] !== slash) continue
    step(climb, text, from, at)
    from = at + 1
  }
  const { least, steps, first } = climb
  const where: [number, number] = [first, text.length]
  if (least > -2 && steps < 3) {
    if (least > -1 || !file.test(text)) return undefined
    return { strength: 0.6, why: 'a step up to a file', shape: '../', where }
  }
  const strength = least < -2 || file.test(text) ? 0.85 : 0.7
  return { strength, why: `${steps} steps up, ${-least} above the start`, shape: '../', where }
}

interface Climb {
  depth: number
  /** The lowest that was reached. */
  least: number
  /** Steps up. */
  steps: number
  /** Where the first of them is. */
  first: number
}

function step(climb: Climb, text: string, from: number, to: number): void {
  if (to === from || (to === from + 1 && text.charCodeAt(from) === 0x2e)) return
  if (isUp(text, from, to)) {
    if (climb.steps === 0) climb.first = from
    climb.steps++
    climb.depth--
    climb.least = Math.min(climb.least, climb.depth)
  } else if (climb.steps > 1 || (to - from < 64 && text.indexOf(' ', from) < 0)) climb.depth++
  else climb.depth = climb.steps = 0
}

/** Two dots or more, before what servers cut off: parameters, blanks, nulls. */
function isUp(text: string, from: number, to: number): boolean {
  let end = from
  while (end < to && text.charCodeAt(end) !== 0x3b) end++
  let at = end - 1
  while (at >= from && text.charCodeAt(at) === 0x2e) at--
  return end - 1 - at >= 2 && (at < from || edges.includes(text.charAt(at)))
}

/** What may stand before the first `..` of a value: quotes, equals signs, brackets. */
const edges = '="\'(:\0 |;'

/** What is worth to be read, or a null that cuts a suffix off. */
const file =
  /[\\/](?:etc|proc|windows|winnt|boot|web-inf|meta-inf|system32|\.git|\.svn|\.ssh|\.aws|\.env)(?:[\\/]|$|\u0000)|(?:passwd|shadow|win\.ini|boot\.ini|system\.ini|web\.config|web\.xml|\.htaccess|\.htpasswd|\.env|config\.(?:php|inc|json|ya?ml|xml)|id_rsa|wp-config\.php|\.(?:ini|conf|cfg|inc|sql|bak|log|key|pem|properties))(?:$|[\u0000?#;&])|\u0000/i

const wrapper =
  /^[\s"'(=@]{0,3}(?:(?:php|phar|zip|zlib|glob|expect|ogg|rar|ssh2(?:\.\w+)?|compress\.(?:zlib|bzip2)|bzip2|netdoc|jar|classpath|view-source|resource|chrome|ms-its|mhtml)\s*:\/{0,2}[\w.%/|@*-]|file:\/{1,3}\S|data:(?:\/\/)?(?:text|application)\/[\w+.-]{2,40}[;,])/i

function wrapperIn(text: string): Seen | undefined {
  const found = wrapper.exec(text)
  if (!found) return undefined
  const isFetched = /^\W{0,3}(?:resource|classpath|view-source|chrome|jar|data)/i.test(found[0])
  return {
    strength: isFetched ? 0.6 : 0.8,
    why: 'a stream wrapper',
    shape: 'w:',
    where: [0, found[0].length],
  }
}

/** Folders that only a system has, with something in them; or the files of Windows. */
const system =
  /^[\s"'(=<@]{0,3}(?:file:\/{0,3})?(?:\/{1,8}(?:\.\/{1,8}){0,8}(?:(?:etc|proc|boot|root|sys|dev)\/+[\w.$*?-]|var\/+(?:log|www|lib|run|mail|spool|tmp|cache|adm|opt|local|backups|apache2?|mysql|named|webmail|cpanel)\/+\S|usr\/+(?:local|bin|lib|sbin|share|etc|home|pkg|ports|apache2?|spool|pf)\/+\S|opt\/+(?:lampp|xampp|apache2?|httpd|nginx|tomcat|jboss|ibm|oracle)\/|private\/+(?:etc|var|tmp)\/|(?:applications|library|system|volumes|users)\/+[\w. ]+\/+\S|home\/+[\w.-]+\/+(?:\.\w|public_html|www|etc)|tmp\/+[\w.-]+\.\w|mysql\/|inetpub\/|apache2?\/+(?:logs|conf)|bin\/+\w+$|sbin\/+\w+$|winnt\/|windows\/)|(?:[a-z]:)?[\\/]{1,4}(?:windows|winnt|inetpub|boot\.ini|autoexec\.bat|pagefile\.sys|program ?files|progra~1|documents and settings|xampp|wamp|apache|php|mysql|sysprep|unattend|nginx|users[\\/]{1,2}(?:administrator|public|all users|default|[^\\/\s]{1,40}[\\/]{1,2}(?:ntuser|appdata|\.ssh|desktop))|temp|minint|system32|boot)(?:[\\/.]|$| \())/i
/** A letter of a name given as a set, so that the name is not seen. */
const globbed = /^\/(?:[\w.?*-]+\/)*[\w.?*-]{0,16}\[[!^]?[a-z][^\]0-9]{0,24}\][\w.?*]{0,16}/i
const systemFile =
  /(?:^|[\\/\s"'=<(:])[\\/]?(?:etc[\\/]+(?:passwd|shadow|group|hosts|sudoers|master\.passwd|issue)|windows[\\/]+(?:win\.ini|system32)|winnt[\\/]+(?:win\.ini|system32)|boot\.ini|win\.ini|proc[\\/]+self[\\/]+\w+)(?:$|[^\w\s.-])/i

function systemIn(text: string): Seen | undefined {
  const found = system.exec(text) ?? systemFile.exec(text) ?? globbed.exec(text)
  if (
    !found ||
    /[\s+]\w+[\s+]\w+/.test(text.slice(found.index + found[0].length, found.index + 200))
  )
    return undefined
  return {
    strength: 0.75,
    why: 'a file of the system',
    shape: '/s',
    where: [found.index, found.index + found[0].length],
  }
}

const secret =
  /(?:^|[\\/=:])(?:\.(?:env(?:\.\w+)?|git[\\/]\w+|gitignore|svn[\\/]\w+|hg[\\/]\w+|htaccess|htpasswd|htdigest|ssh[\\/]\w+|aws[\\/]\w+|bash_\w+|\w{2,10}_history|mysql_history|netrc|npmrc|pgpass|my\.cnf|docker[\\/]\w+|kube[\\/]\w+|dockercfg|git-credentials|viminfo|wgetrc|config[\\/]gcloud)|id_[rd]sa|authorized_keys|wp-config\.(?:php|bak|txt|old|save)\S{0,8}|web\.config|web-inf[\\/]\w+\S{0,40}|meta-inf[\\/]\S{1,40}|php\.ini|my\.cnf|httpd\.conf|nginx\.conf|global\.asax|appsettings\.json)(?:$|[?#;&:\u0000~])/i

/** Files that a site keeps to itself. */
function secretIn(text: string): Seen | undefined {
  const found = secret.exec(text)
  if (!found || text.includes(' ')) return undefined
  return {
    strength: 0.6,
    why: 'a file that a site keeps to itself',
    shape: '.s',
    where: [found.index, found.index + found[0].length],
  }
}
