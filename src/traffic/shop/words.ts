import type { Random } from '../../stats/random.ts'
import { firstProduct, products, wordsOf } from './catalogue.ts'

/** Words of ten languages that people search shops with. */
const languages: readonly string[] = [
  'gift for my sister, warm and not too heavy; delivery before Friday - is that possible?',
  'eine warme Decke für kalte Füße, möglichst groß und schön; geht das übers Wochenende?',
  "une théière pour l'été, s'il vous plaît où puis-je trouver ça à côté de chez moi",
  '¿dónde está el paraguas más pequeño de señora? envío mañana por la mañana',
  'тёплое одеяло для дивана и кружка с доставкой на дом',
  '温かい 毛布 と 革 の 財布 を 探しています 送料 無料',
  '蓝色 棉 背包 适合 学校 的 礼物 推荐',
  'حقيبة ظهر زرقاء من القطن هدية لأختي',
  'नीला सूती थैला बहन के लिए उपहार',
  'güzel bir çanta ve sıcak battaniye, kargo ücretsiz mi acaba',
]
const split = languages.map((text) => text.split(' '))

/** Texts that look like attacks to the careless and are not. */
const awkward: readonly string[] = [
  'rock & roll',
  "O'Reilly",
  'select a table from union street',
  "it's a boy & it's a girl",
  'drop shipping table lamp',
  '50% off <3',
  'C++ & C#',
  'cat and dog bowl',
  'order by phone or mail',
  'where is my order?',
  '1=1 t-shirt',
  'tea; coffee; or both',
  'script font poster',
  'insert for shoes (size 42)',
  'alert me when back in stock',
  '"union jack" mug',
  '../ what is this poster',
  'price < 20 && > 10',
  'ping pong table | bats',
  'time for him -- gift card',
  "M&M's",
  'having friends over? group by table',
  'delete my account',
  'rm williams boots',
  '$10 - $20 {sale}',
  "rock 'n' roll 'or' jazz",
  'a/b testing c:d',
  'waitfor me bracelet',
  'onload strap',
  'sleep mask (8 hours)',
]

/** What somebody types into the search box, in UTF-8 characters. */
export function searchWords(random: Random): string {
  const choice = random.uniform()
  if (choice < 0.68) return wordsOf(firstProduct + random.zipf(products))
  if (choice < 0.78) return random.pick(awkward)
  const words = random.pick(split)
  const from = random.below(words.length - 1)
  return words.slice(from, from + 1 + random.below(4)).join(' ')
}

/** A sentence or two in one of ten languages. */
export function prose(random: Random): string {
  return random.chance(0.5)
    ? random.pick(languages)
    : `${random.pick(languages)} ${random.pick(awkward)}`
}

/** Percent-encoded UTF-8, as browsers send forms (`+`) or scripts do (`%20`). */
export function encoded(text: string, space: '+' | '%20' = '+'): string {
  const whole = encodeURIComponent(text)
  return space === '+' ? whole.replaceAll('%20', '+').replaceAll("'", '%27') : whole
}
