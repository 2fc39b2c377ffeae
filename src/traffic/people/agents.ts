import type { Random } from '../../stats/random.ts'

const chrome = 154
const firefox = 157

/** The agent of a current browser on a desk: most have the newest version, some lag. */
export function desktopAgent(random: Random): string {
  const lag = random.zipf(9)
  const choice = random.uniform()
  const system = random.chance(0.72)
    ? 'Windows NT 10.0; Win64; x64'
    : random.chance(0.75)
      ? 'Macintosh; Intel Mac OS X 10_15_7'
      : 'X11; Linux x86_64'
  const webkit = `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome - lag}.0.0.0 Safari/537.36`
  if (choice < 0.62) return webkit
  if (choice < 0.76) return `${webkit} Edg/${chrome - lag}.0.0.0`
  if (choice < 0.8) return `${webkit} OPR/${chrome - lag - 17}.0.0.0`
  if (choice < 0.92) {
    const version = `${firefox - lag}.0`
    return `Mozilla/5.0 (${system.replace('_', '.').replace('_7', '')}; rv:${version}) Gecko/20100101 Firefox/${version}`
  }
  return `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.${random.below(3)} Safari/605.1.15`
}

/** The agent of a browser on a telephone. */
export function phoneAgent(random: Random): string {
  const lag = random.zipf(7)
  if (random.chance(0.45)) {
    const system = random.pick(['18_5', '18_6', '18_7', '26_0', '26_1'])
    return `Mozilla/5.0 (iPhone; CPU iPhone OS ${system} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${system.replace('_', '.')} Mobile/15E148 Safari/604.1`
  }
  const base = `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)`
  if (random.chance(0.2))
    return `${base} SamsungBrowser/${29 - random.below(3)}.0 Chrome/${chrome - 16 - lag}.0.0.0 Mobile Safari/537.36`
  return `${base} Chrome/${chrome - lag}.0.0.0 Mobile Safari/537.36`
}

/** The agent of the shop's own app. */
export function appAgent(random: Random): string {
  const version = `6.${12 - random.zipf(6)}.${random.below(3)}`
  return random.chance(0.5)
    ? `ShopApp/${version} CFNetwork/3826.500.131 Darwin/24.${4 + random.below(3)}.0`
    : `ShopApp/${version} (Android 1${4 + random.below(3)}) okhttp/4.12.0`
}

/** The agent of a person's own script. */
export function toolAgent(random: Random): string {
  return random.pick([
    'curl/8.5.0',
    'curl/8.15.0',
    'python-requests/2.32.5',
    'PostmanRuntime/7.49.0',
    'HTTPie/3.2.4',
    'Go-http-client/2.0',
    'axios/1.12.2',
    'Wget/1.21.4',
  ])
}

/** The agent of a scanning tool that does not hide. */
export function scannerAgent(random: Random): string {
  return random.pick([
    `Mozilla/5.00 (Nikto/2.5.0) (Evasions:None) (Test:00${1000 + random.below(6000)})`,
    `sqlmap/1.9.${1 + random.below(10)}#stable (https://sqlmap.org)`,
    `Fuzz Faster U Fool v2.${random.below(2)}.0-dev`,
    'gobuster/3.8',
    'Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)',
    'feroxbuster/2.11.0',
    'WPScan v3.8.28 (https://wpscan.com/wordpress-security-scanner)',
    'Mozilla/5.0 zgrab/0.x',
    'Wfuzz/3.1.0',
    'Nuclei - Open-source project (github.com/projectdiscovery/nuclei)',
  ])
}
