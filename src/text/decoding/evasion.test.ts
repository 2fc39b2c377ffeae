import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { evasion } from './evasion.ts'
import { Views } from './views.ts'

type Sign = keyof typeof evasion

const views = new Views()

function read(text: string): readonly string[] {
  views.read(Buffer.from(text, 'utf8').toString('latin1'), 'query')
  return Array.from({ length: views.count }, (_, i) => views.at(i).text)
}

function signs(): Sign[] {
  return Object.entries(evasion).flatMap(([sign, bit]) =>
    views.evidence & bit ? [sign as Sign] : [],
  )
}

/** What is written, what some form of it holds, and the signs that this leaves. */
const corpus: Record<string, readonly (readonly [string, string, ...Sign[]])[]> = {
  percent: [
    ['/?q=%252527', "q='", 'encodedTwice', 'encodedOften'],
    ['/?q=%%32%37', "q='", 'encodedTwice'],
    ['/?q=%2%37', "q='", 'encodedTwice'],
    ['/?q=%u0027', "q='", 'percentU'],
    ['/?q=%25u0027', "q='", 'encodedTwice', 'percentU'],
    [
      '/?u=https%3A%2F%2Fx.example%2F%3Fa%3D1%2520b%25252527',
      '1 b',
      'encodedTwice',
      'encodedOften',
    ],
  ],
  'broken and overlong UTF-8': [
    ['/..%c0%af..%e0%80%afetc', '../../etc', 'overlong'],
    ['/..%f0%80%80%af..%fc%80%80%80%80%afetc', '../../etc', 'overlong'],
    ['/..%c0%2f..%c1%1cetc', '../../etc', 'overlong'],
    ['/?q=%bf%27+or+1', "' or 1", 'brokenCharacter'],
    ['/?q=%bcscript%be', '<script>', 'brokenCharacter'],
  ],
  'UTF-7': [
    ['/?q=+ADw-script+AD4-', '<script>', 'utf7'],
    ['/?q=%2BADwAcw-cript', '<script', 'utf7'],
  ],
  characters: [
    ['/?q=＜script＞', '<script>', 'disguised'],
    ['/?q=𝓈ⓔ𝐥ect', 'select', 'disguised'],
    ['/?q=sеlесt', 'select', 'disguised'],
    ['/?q=αlert', 'alert', 'disguised'],
    ['/?q=ſcrıpt', 'script'],
    ['/?q=se\u200blect', 'select', 'invisible'],
    ['/?q=se\u202elect', 'select', 'invisible'],
    ['/?q=ʼ or 1', "' or 1"],
    ['/?q=🆂🅴🅻', 'SEL', 'disguised'],
  ],
  entities: [
    ['/?q=&lt;b&#60;&#x3C&#000000000000000000060;', '<b<<<'],
    ['/?q=&#106avascript&colon;', 'javascript:'],
    ['/?q=&amp;lt;b&amp;gt;', '<b>', 'layered'],
    ['/?q=%26%23x25%3b3cb', '<b'],
  ],
  escapes: [
    ['/?q=\\x3c\\u003c\\u{3c}\\74', '<<<<'],
    ['/?q=\\u0025\\u0033\\u0063b', '<b'],
    ['/?q=\\00003cb\\3c b', '<b<b'],
  ],
  constants: [
    ['/?q=String.fromCharCode(60,0x73,118)', 'q=<sv', 'computed'],
    ['/?q=char(115)||char(101)||char(108)', 'q=sel', 'computed'],
    ['/?q=chr(115).chr(101).chr(108)', 'q=sel', 'computed'],
    ['/?q=0x73656c656374', 'q=select', 'computed'],
    ["/?q=x'73656c'+unhex('656374')", 'q=sel ect', 'computed'],
    ["/?q='un'||'ion'", "'union'", 'computed'],
    ["/?q=concat('se','lect')", "'select'", 'computed'],
    ["/?q=window['al'%2B'ert']", "'alert'", 'computed'],
    ["/?q=eval(atob('YWxlcnQoMSk='))", 'eval(alert(1))', 'computed'],
  ],
  'comments and controls': [
    ['/?q=un/**/ion/**/select', 'un ion select', 'splitByComment'],
    ['/?q=un/**/ion', 'union', 'splitByComment'],
    ['/?q=/*!50000union*//*M!100select*/', ' union select '],
    ['/?q=1%23%0aunion', '1 union'],
    ['/?q=sel%00ect', 'select', 'nulls'],
    ['/?q=union%0bselect%a0all', 'union select all', 'controls'],
    ['/?q=java%09scr%0aipt:', 'javascript:'],
  ],
  case: [['/?q=uNiOn+SeLeCt', 'uNiOn SeLeCt', 'mixedCase']],
  path: [
    ['/..;/manager', '/../manager', 'dotsWithParameter'],
    ['/a;x=y/b;z', '/a/b'],
    ['/?f=....//....//etc', '../../etc', 'pathTrick'],
    ['/?f=..././..././etc', '../../etc', 'pathTrick'],
    ['/?f=....\\/etc', '../etc', 'pathTrick'],
    ['/web.config::$DATA', '/web.config', 'pathTrick'],
    ['/web.config.%20/x', '/web.config/x'],
    ['/PROGRA~1//x', '/PROGRA~1/x', 'pathTrick'],
    ['/?f=c:\\a\\..\\boot.ini', 'c:/boot.ini'],
  ],
  shell: [
    ["/?c=c''at+/e't'c/pa\"s\"swd", 'cat /etc/passwd', 'shellQuoting'],
    ['/?c=\\c\\a\\t+/e\\tc/\\passwd', 'cat /etc/passwd'],
    ['/?c=cat$IFS$9/etc/passwd', 'cat /etc/passwd', 'shellQuoting'],
    ['/?c=cat${IFS}${HOME:0:1}etc', 'cat /etc', 'shellQuoting'],
    ['/?c={cat,/etc/passwd}', 'cat /etc/passwd'],
    ['/?c=/???/??t+/???/p??s??', '/bin/cat /etc/passwd', 'shellQuoting'],
    ['/?c=/e*c/[p]asswd', '/etc/passwd', 'shellQuoting'],
    ['/?c=a=c;b=at;$a$b+/etc$u/passwd$u', 'cat /etc/passwd', 'shellQuoting'],
    ['/?c=w$@ho$*am`i', 'whoami', 'shellQuoting'],
    ['/?c=n^et+us^er', 'net user'],
  ],
  'look-ups': [
    ['/?x=${${lower:j}ndi:x}', '${jndi:x}', 'lookup'],
    ['/?x=${${::-j}${upper:${lower:n}}di:x}', '${jNdi:x}', 'lookup'],
    ["/?x=${${env:NONE:-j}n${date:'d'}i:x}", '${jndi:x}', 'lookup'],
    ['/?x=$%7B$%7Blower:JNDI%7D:x%7D', '${jndi:x}', 'lookup'],
  ],
  data: [
    ['/?c=echo+Y2F0IC9ldGMvcGFzc3dkO2lk', 'cat /etc/passwd;id', 'encodedData'],
    ['/?c=PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==', '<script>alert(1)</script>', 'encodedData'],
    ['/?c=3c7363726970743e616c657274', '<script>alert', 'encodedData'],
    ['/Basic/Command/Base64/KGN1cmwgLXMgMS4yLjMuNCk=', '(curl -s 1.2.3.4)'],
  ],
  'repeated names': [['/?id=1%20union&x=2&i%64=select', '1 union,select']],
}

for (const [step, rows] of Object.entries(corpus))
  describe(`hidden by ${step}`, () => {
    for (const [written, plain, ...expected] of rows)
      test(written, () => {
        const forms = read(written)
        assert.ok(
          forms.some((form) => form.includes(plain)),
          forms.join('\n'),
        )
        for (const sign of expected)
          assert.ok(signs().includes(sign), `${sign} in ${signs().join()}`)
        if (expected.length === 0)
          assert.deepEqual(
            signs().filter((sign) => sign !== 'shellQuoting'),
            [],
          )
      })
  })

const prose = [
  "It's the dog's breakfast -- isn't it? 50% off & more; see “quotes” (and) notes…",
  'L’été, c’est déjà ça : « voilà » — à bientôt, cœur naïf',
  'Straße, Größe, Übermut: „Anführung“ und ‚mehr‘',
  'El niño comió piñas; ¿qué tal? ¡Olé!',
  'Привет, мир! «Как дела?» — всё хорошо, 3D-модель и IT-компания',
  "П'ять ʼяблук, їжак і ґава",
  'Ελληνικά: καλημέρα κόσμε, τι κάνεις;',
  '你好，世界！今天怎么样？「很好」。',
  'こんにちは、世界。元気ですか？ﾊﾝｶｸ',
  '안녕하세요, 세계! 잘 지내요?',
  'مرحبا بالعالم، كيف حالك؟',
  'می‌خواهم کتاب‌ها را بخوانم',
  'שלום עולם, מה שלומך?',
  'नमस्ते दुनिया, आप कैसे हैं?',
  'สวัสดีชาวโลก สบายดีไหม',
  'Xin chào thế giới, bạn khỏe không?',
  'Zażółć gęślą jaźń, proszę',
  'Příliš žluťoučký kůň úpěl',
  'Kapıyı açın, şimdi İstanbul ışıl ışıl',
  'Hej världen, hur mår du? Ålesund & Øst',
  'Olá mundo, não há coração?',
  "Ciao, com’è? L'università è là",
  "Rock'n'roll o'clock, d'Artagnan, O'Brien",
  '👩‍👩‍👧 ❤️ emoji 🎉 fun',
]
const ordinary = [
  '/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1%2526y&scope=openid%20profile&state=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N',
  '/login?continue=https%3A%2F%2Fa.example%2Fb%3Fnext%3Dhttps%253A%252F%252Fc.example%252Fd%253Fe%253Df%252520g',
  '/?utm_source=news&utm_medium=e-mail&utm_campaign=50%25+off&gclid=EAIaIQobChMI1b_xYmZ9gIVk5zVCh0abQzkEAAYASAAEgKPb_D_BwE&fbclid=IwAR0abcDEF',
  '/ck/a?!&&p=3f2a&u=a1aHR0cHM6Ly9leGFtcGxlLm9yZy9wYXRo&ntb=1',
  '/api?filter=%7B%22a%22%3A%5B1%2C2%5D%2C%22b%22%3A%7B%22c%22%3Anull%7D%7D',
  '/api?filter={"name":"O\'Hara","tags":["a","b"],"n":1.5}',
  '/a;jsessionid=0123456789ABCDEF0123456789ABCDEF?x=1&amp;y=2&x=3',
  '/wp-content/uploads/2020/01/IMG_20200101_123456-1024x768.jpg?ver=5.3.2',
  '/assets/index-BfX9sK2d.js?v=d41d8cd98f00b204e9800998ecf8427e',
  '/search?q=c%2B%2B+%26+c%23+100%25&sort[]=a&sort[]=b&range=1..5',
  '/?color=0xff00ff&token=0x52908400098527886E0F7030069857D2E4169EE7',
  '/download?file=My%20Document%20(1).pdf&t=1577836800.123',
  '/~user/../user/./index.html?date=2020-01-01T00:00:00%2B01:00',
  '/s?q=fromCharCode+onMouseOver+onLoad+innerHTML+selectAll+iPhone',
  '/?_=1577836800123&callback=jQuery33105_157&ids=1,2,3&price=%2410',
  '/?email=first.last%2Btag@mail.example&tel=%2B49+30+123',
  '/map?q=52°31′N+13°24′E&bbox=-1.5,2.5;3,4',
  '/caf%e9/gar%e7on?q=fa%E7ade+%FC',
]

describe('ordinary texts leave no sign', () => {
  for (const text of prose) {
    test(text, () => {
      for (const written of [
        text,
        `/?q=${encodeURIComponent(text)}`,
        `/s?q=${text.replaceAll(' ', '+')}`,
      ]) {
        read(written)
        assert.deepEqual(signs(), [], written)
      }
    })
  }
  for (const text of ordinary)
    test(text, () => {
      read(text)
      assert.deepEqual(signs(), [])
    })
})

const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0')
const eachAs =
  (write: (code: number) => string) =>
  (text: string): string =>
    Array.from(text, (character) => write(character.charCodeAt(0))).join('')
/** Ways to write a payload that leave its meaning; each result is text for an argument. */
const encoders = {
  percent: eachAs((code) => `%${hex(code, 2)}`),
  twice: eachAs((code) => `%25${hex(code, 2)}`),
  often: eachAs((code) => `%252525${hex(code, 2)}`),
  'percent u': eachAs((code) => `%u${hex(code, 4)}`),
  overlong: eachAs((code) => `%${hex(0xc0 | (code >> 6), 2)}%${hex(0x80 | (code & 63), 2)}`),
  'full width': eachAs((code) =>
    encodeURIComponent(code === 32 ? '\u3000' : String.fromCharCode(code + 0xfee0)),
  ),
  decimal: eachAs((code) => `%26%2300${code};`),
  'hex entity': eachAs((code) => `&#x${hex(code, 4)};`),
  'entity of entity': eachAs((code) => `%26amp;%23${code};`),
  'script escape': eachAs((code) => `\\u${hex(code, 4)}`),
  'byte escape': eachAs((code) => `\\x${hex(code, 2)}`),
  numbers: (text: string) => `String.fromCharCode(${eachAs((code) => `,${code}`)(text).slice(1)})`,
  'hex literal': (text: string) => `0x${Buffer.from(text).toString('hex')}`,
  'hex digits': (text: string) => Buffer.from(text).toString('hex'),
  base64: (text: string) => encodeURIComponent(Buffer.from(text).toString('base64')),
  'url base64': (text: string) => Buffer.from(text).toString('base64url'),
} as const

test('what hides a payload leaves a form that holds it', () => {
  const payloads = fc.constantFrom(
    '<script>alert(1)</script>', "' or sleep(5) -- x", '../../../../etc/passwd', 'union select password from users',
    ';cat /etc/passwd|nc', '<svg onload=prompt()>', '{{config.items()}}', 'file:///etc/passwd',
  ) // prettier-ignore
  const names = fc.constantFrom(...Object.keys(encoders)) as fc.Arbitrary<keyof typeof encoders>
  const around = fc.constantFrom('', 'a', 'x y', '12,')
  fc.assert(
    fc.property(names, payloads, around, (name, payload, before) => {
      const forms = read(`/?a=${encodeURIComponent(before)}&q=${encoders[name](payload)}&z=1`)
      assert.ok(
        forms.some((form) => form.includes(payload)),
        `${name}: ${forms.join('\n')}`,
      )
    }),
  )
})

test('an encoding around another is taken off too', () => {
  const outer = fc.constantFrom(encoders.percent, encoders.twice, encoders.often)
  const inner = fc.constantFrom(
    encoders['percent u'], encoders.decimal, encoders['hex entity'], encoders['script escape'], encoders.base64,
    encoders.numbers, encoders['hex literal'],
  ) // prettier-ignore
  fc.assert(
    fc.property(outer, inner, (out, within) => {
      const forms = read(`/?q=${out(within('<script>alert(1)'))}`)
      assert.ok(
        forms.some((form) => form.includes('<script>alert(1)')),
        forms.join('\n'),
      )
    }),
  )
})
