import type { Furnishing } from '../src/pipeline/assemble.ts'
import type { Finding } from '../src/event/finding.ts'
import { watch } from './session.ts'

/** Requests of ordinary people that look like something, and what was said of them. */
export interface Silence {
  readonly texts: number
  /** Those that were not silent, with the detector that spoke. */
  readonly spoken: readonly { readonly target: string; readonly detectors: readonly string[] }[]
}

const targets = [
  '/shop',
  '/dashboard',
  '/finance',
  '/functions',
  '/push',
  '/search?q=a&page=2',
  '/?a=1&b=2',
  '/search?q=alert(1)+javascript+tutorial',
  '/search?q=benchmark(1)+results',
  '/search?q=sleep+(5+hours)',
  '/search?q=eval(1)+in+js',
  '/search?q=cat+/proc+guide',
  '/search?q=powershell+-enc+help',
  '/search?q=C:%5CUsers%5CBob%5Cfile.txt',
  '/search?u=javascript:void(0)',
]

/** Prose as people write it into search boxes and comments: with quotes, dashes, numbers and commas. */
const prose = [
  'How do I select all items from the union of two lists, and drop the rest?',
  "It's 5 o'clock -- or isn't it? Mum's recipe: salt & pepper; then wait.",
  'Wählen Sie „alle“ aus – oder löschen Sie die Tabelle; danach: fertig!',
  "L'été dernier, j'ai commandé n°5 ; c'était « parfait » (merci d'avance).",
  "Quest'anno l'ordine è arrivato: 1 = uno, 2 = due… e basta!",
  '¿Dónde está mi pedido? ¡Lo pedí el 5/11 y aún no ha llegado!',
  'Não recebi o código: 100% certo de que o endereço está correto; e agora?',
  'Где мой заказ №12? Выберите всё из списка или удалите — спасибо!',
  '请从列表中选择所有项目，然后删除其余的。价格是100元吗？',
  '注文番号は「12345」です。発送はいつですか？（至急）',
  'أين طلبي رقم ١٢؟ اختر الكل من القائمة، ثم احذف الباقي.',
  'मेरा ऑर्डर कहाँ है? सूची से सब चुनें; बाकी हटा दें।',
  'Zamówienie #7: czy mogę wybrać "wszystko" i usunąć resztę? Dzięki :)',
]

/** The paths and the prose, each from a person of its own, in the query as browsers encode it, as forms do, and raw. */
export function silence(furnishing: Furnishing): Silence {
  const all = [...targets, ...prose.flatMap(queries)]
  return { texts: all.length, spoken: spoken(all, furnishing) }
}

function queries(text: string): string[] {
  const raw = Buffer.from(text).toString('latin1').replaceAll(' ', '+').replaceAll('"', '%22')
  return [
    `/search?q=${encodeURIComponent(text)}&page=2`,
    `/search?${new URLSearchParams({ q: text }).toString()}`,
    `/comment?text=${raw.replaceAll(/[&#;]/g, '')}`,
  ]
}

/** What each target's request set off, alone in its log line. */
export function spoken(all: readonly string[], furnishing: Furnishing): Silence['spoken'] {
  const said: { target: string; detectors: string[] }[] = []
  const note = (target: string, findings: readonly Finding[]): void => {
    if (findings.length > 0)
      said.push({ target, detectors: findings.map(({ detector }) => detector) })
  }
  watch(
    all.map((target, i) => line(target, i)),
    {
      furnishing,
      tell(event, findings) {
        if (event.kind === 'request') note(event.target, findings)
      },
    },
  )
  return said
}

/** One minute between two requests, each from another address. */
function line(target: string, i: number): string {
  const time = `${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`
  return `198.51.100.${i + 1} - - [18/Nov/2026:${time}:00 +0000] "GET ${target} HTTP/1.1" 200 5120 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64; rv:157.0) Gecko/20100101 Firefox/157.0"`
}
