import { agentClass } from '../event/families.ts'

/** Names that products go by, and the family they count to, where that is not their own name. */
const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    edg: 'edge',
    edga: 'edge',
    edgios: 'edge',
    opr: 'opera',
    opt: 'opera',
    opios: 'opera',
    yabrowser: 'yandex',
    samsungbrowser: 'samsung',
    crios: 'chrome',
    chromium: 'chrome',
    headlesschrome: 'headlesschrome',
    fxios: 'firefox',
    msie: 'ie',
    trident: 'ie',
    fban: 'facebook',
    fbav: 'facebook',
    fb_iab: 'facebook',
    'python-requests': 'python',
    'python-urllib': 'python',
    'python-httpx': 'python',
    urllib: 'python',
    python3: 'python',
    'go-http-client': 'go',
    'libwww-perl': 'perl',
    lwp: 'perl',
    'lwp-trivial': 'perl',
    ruby: 'ruby',
    'node-fetch': 'node',
    guzzlehttp: 'guzzle',
    windowspowershell: 'powershell',
    reqwest: 'rust',
    cfnetwork: 'ios-app',
    dalvik: 'android-app',
    got: 'node',
    undici: 'node',
    mozlila: 'other',
    postmanruntime: 'postman',
    jakarta: 'java',
    micromessenger: 'wechat',
    fuzz: 'ffuf',
    owasp: 'zap',
    burpsuite: 'burp',
    burpcollaborator: 'burp',
    'libwww-fm': 'libwww',
    fetch: 'libwww',
    duckduckgo: 'duckduckgo',
    ddg: 'duckduckgo',
    navigator: 'netscape',
    namoroka: 'firefox',
    minefield: 'firefox',
    shiretoko: 'firefox',
    granparadiso: 'firefox',
    bonecho: 'firefox',
    phoenix: 'firefox',
    firebird: 'firefox',
    phantomjs: 'phantomjs',
    winhttprequest: 'winhttp',
    'ms-office': 'outlook',
    fhscan: 'fhscan',
    ubrowser: 'ucbrowser',
    vivo: 'chrome',
    miuibrowser: 'chrome',
    obigo: 'nokia',
    netfront: 'nokia',
    symbianos: 'nokia',
  }),
)

/** Browsers that call themselves by other names too, the most telling first. */
const browsers =
  'edge opera yandex vivaldi brave samsung ucbrowser silk whale duckduckgo wechat line instagram facebook tiktok snapchat outlook thunderbird electron seamonkey iceweasel palemoon k-meleon epiphany camino galeon midori icab omniweb maxthon fennec konqueror netscape firefox chrome ie blackberry nokia android webview safari ios-app android-app lynx links elinks w3m dillo netsurf'.split(
    ' ',
  )
const links = /(?:https?:\/\/|www\.)[^\s;,)]{1,200}/g
const mail = /[\w.+-]{1,64}(?:@| at |\[at\])[\w-]{1,64}\.[\w.-]{2,64}/
const names = /[a-z][a-z0-9_.-]{1,40}/g
const robot =
  /bot(?![a-z]*tle)|crawl|spider|slurp|scan|monitor|check|fetch|archiv|preview|scrap|harvest|validat|index|feed|rss|reader|search|uptime|pingdom|probe|survey|research|agent$|^ia_|inspect|lighthouse|snippet|headless|synthetic|prerender|phantom|playwright|selenium|puppeteer|proxy|verif|watcher|mutant|^google|insights|^ptst|gtmetrix|\.(?:com|net|org|io|fr|co|eu)$/
/** Words of browsers and of machines that look like a robot's. */
const harmless = /^(?:cubot|user-agent|searchbar|feeds?$|agent$|research$|search$|reader$)/
const longestName = 32
const longestAgent = 512

/**
 * The family of an agent: the browser, the tool, or the name a robot gives itself. Read by the
 * conventions that agents follow (product/version, a link or an address in the comment), so that
 * robots nobody has listed are known as well; 'other' when there is no name in it.
 */
export function familyOf(agent: string): string {
  const text = agent.slice(0, longestAgent).toLowerCase()
  const bare = text.replace(links, ' ')
  const found = (bare.match(names) ?? []).map((name) => trimmed(name))
  const families = found.map((name) => aliases.get(name) ?? name)
  return (
    families.find((family) => agentClass(family) === 'scanner') ??
    families.find((name) => robot.test(name) && !harmless.test(name) && isNew(name)) ??
    families.find((family) => agentClass(family) === 'library') ??
    (bare.length < text.length || mail.test(bare) ? (ownName(families) ?? 'robot') : undefined) ??
    browserOf(text, families) ??
    (/^[a-z0-9]/.test(text) ? ownName(families) : undefined) ??
    'other'
  ).slice(0, longestName)
}

function browserOf(text: string, families: readonly string[]): string | undefined {
  const known = browsers.find((browser) => families.includes(browser))
  if (known !== undefined) return known
  if (!text.startsWith('mozilla/')) return undefined
  return text.includes('compatible;') ? undefined : 'mozilla'
}

/** The first name that is not a browser's or a machine's. */
function ownName(families: readonly string[]): string | undefined {
  return families.find((family) => isNew(family) && family.length > 2) ?? undefined
}

function isNew(family: string): boolean {
  return agentClass(family) === 'crawler' && !machines.has(family)
}

function trimmed(name: string): string {
  return name.replace(/[._-]+$|[._-]v?\d[\d.]*$/, '')
}

const machines = new Set(
  'mozilla compatible applewebkit khtml like gecko windows win nt x11 linux macintosh intel mac os iphone ipad cpu mobile version build rv wow64 win64 x64 x86_64 i686 i586 i386 ubuntu debian fedora de en us en-us cpu presto ucweb trident clr .net net slcc1 slcc2 infopath media center pc tablet u applecoremedia darwin'.split(
    ' ',
  ),
)
