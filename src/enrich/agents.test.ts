import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { agentClass, isBot } from '../event/families.ts'
import { familyOf } from './agents.ts'

const engine = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const known: Record<string, string> = {
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${engine} Chrome/120.0.0.0 Safari/537.36`]: 'chrome',
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${engine} Chrome/120.0.0.0 Safari/537.36 Edg/120.0`]:
    'edge',
  [`Mozilla/5.0 (X11; Linux x86_64) ${engine} Chrome/110.0 Safari/537.36 OPR/96.0`]: 'opera',
  'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0': 'firefox',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1':
    'safari',
  'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)': 'ie',
  [`Mozilla/5.0 (Linux; Android 12; CUBOT X50) ${engine} Chrome/120.0 Mobile Safari/537.36`]:
    'chrome',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)': 'googlebot',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)':
    'gptbot',
  'curl/8.4.0': 'curl',
  'python-requests/2.31.0': 'python',
  'Go-http-client/1.1': 'go',
  'sqlmap/1.7.2#stable (https://sqlmap.org)': 'sqlmap',
  'Mozilla/5.00 (Nikto/2.1.6) (Evasions:None) (Test:000001)': 'nikto',
  'Fuzz Faster U Fool v2.0.0': 'ffuf',
  '() { :;}; /bin/bash -c "x"': 'other',
  '\xff\xfe\x00': 'other',
}

test('agents are named by the conventions they follow', () => {
  for (const [agent, family] of Object.entries(known)) assert.equal(familyOf(agent), family, agent)
  assert.equal(agentClass('chrome'), 'browser')
  assert.equal(agentClass('sqlmap'), 'scanner')
  assert.ok(isBot('acmebot') && isBot('curl') && !isBot('safari') && !isBot('other'))
})

test('unlisted robots are known as robots', () => {
  assert.equal(familyOf('AcmeBot/1.0'), 'acmebot')
  assert.ok(isBot(familyOf('Acme Thing/2 (+https://acme.example/about)')))
  assert.ok(
    isBot(familyOf(`Mozilla/5.0 (X11; Linux x86_64) ${engine} HeadlessChrome/120.0 Safari/537.36`)),
  )
})

const data = process.env['TRIPLINE_DATA'] ?? join(import.meta.dirname, '../../../shared/data')
const list = join(data, 'access/useragents/crawler-user-agents.json.gz')
test(
  'published crawler agents are robots',
  { skip: !existsSync(list) && 'no such list here' },
  () => {
    const crawlers = JSON.parse(gunzipSync(readFileSync(list)).toString()) as {
      instances: string[]
    }[]
    const agents = crawlers.flatMap(({ instances }) => instances)
    const taken = agents.filter((agent) => isBot(familyOf(Buffer.from(agent).toString('latin1'))))
    assert.ok(taken.length / agents.length > 0.97, `${taken.length} of ${agents.length}`)
  },
)
