/** What sort of program an agent is. */
export type AgentClass = 'browser' | 'app' | 'crawler' | 'library' | 'scanner' | 'unknown'

const words: Readonly<Record<Exclude<AgentClass, 'crawler' | 'unknown'>, string>> = {
  browser:
    'chrome firefox safari edge opera brave vivaldi samsung yandex ie konqueror lynx links elinks w3m ' +
    'netscape seamonkey epiphany ucbrowser silk whale duckduckgo mozilla android webview dillo netsurf ' +
    'icab omniweb camino galeon midori k-meleon maxthon iceweasel blackberry nokia palemoon falkon fennec',
  app: 'ios-app android-app facebook instagram tiktok snapchat line wechat outlook thunderbird electron',
  library:
    'curl wget python go java ruby perl php node okhttp axios apache-httpclient guzzle dotnet powershell ' +
    'libwww httpie postman insomnia rust aiohttp lua winhttp wininet dart scrapy mechanize',
  scanner:
    'sqlmap nikto nmap masscan zgrab nuclei wpscan dirbuster gobuster ffuf feroxbuster dirsearch wfuzz hydra ' +
    'acunetix nessus openvas netsparker burp zap arachni w3af skipfish jaeles whatweb joomscan commix ' +
    'xsser havij fimap metasploit qualys httpx katana subfinder zmeu morfeus libredtail paros webinspect ' +
    'appscan vega grabber uniscan jorgee muhstik cgichk sqlninja absinthe brutus pangolin webshag ' +
    'blackwidow dirb nuclei-scanner l9explore l9tcpid l9scan fhscan wapiti grendel-scan nsauditor rapid7 ' +
    'detectify interactsh tsunami xray goby hakai mozi',
}

const classes = new Map<string, AgentClass>([
  ['', 'unknown'],
  ['other', 'unknown'],
])
for (const [name, list] of Object.entries(words))
  for (const family of list.split(' ')) classes.set(family, name as AgentClass)

/** The class of an agent family; families not listed are those that named themselves as robots do. */
export function agentClass(family: string): AgentClass {
  return classes.get(family) ?? 'crawler'
}

/** Whether nobody sits in front of it: crawlers, libraries and scanners. */
export function isBot(family: string): boolean {
  const of = agentClass(family)
  return of === 'crawler' || of === 'library' || of === 'scanner'
}
