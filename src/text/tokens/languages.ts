import { Automaton, type Span } from '../search/automaton.ts'
import { addressIn } from './address.ts'
import { htmlIn } from './html.ts'
import { pathIn } from './path.ts'
import { shellIn } from './shell.ts'
import type { Sight } from './sight.ts'
import { sqlIn } from './sql.ts'
import { templateIn } from './template.ts'

/** A language that a text may be a piece of. */
export type Language = 'sql' | 'html' | 'shell' | 'path' | 'template' | 'address'

/** How a text is read as a piece of a language. */
export interface Reader {
  readonly see: (text: string) => Sight
  /** Its place among the languages. */
  readonly number: number
  /** A text in which none of these is, in lower case, is no piece of it. */
  readonly leads: readonly string[]
  /** What leads to it too where it stands decoded; as logged it would be everywhere. */
  readonly leadsDecoded?: readonly string[]
  /** A text without any of these characters is no piece of it. */
  readonly signs: string
}

const apart = (text: string): readonly string[] => text.split(' ')
/** Those with spaces in them. */
const spaced = (text: string): readonly string[] => text.split('~')

export const languages: Readonly<Record<Language, Reader>> = {
  sql: {
    see: sqlIn,
    number: 0,
    signs: `()=<>|&;#@*~^!:'"\` \0\t\n\v\f\r\xa0`,
    leads: [
      ...apart(`' " || && or( and( union select @@ :: /* -- )= )> xor case if( iif(`),
      ...apart('sleep benchmark waitfor extractvalue updatexml load_file procedure declare exec'),
      ...apart(
        'insert update delete drop truncate shutdown outfile dumpfile _schema xp_ sp_ utl_ dbms_',
      ),
      ...spaced(
        ' or ~ and ~or ~and ~ having~order by~group by~ limit ~ where ~ between ~or\n~\nor ~\nand ~) =~) >',
      ),
    ],
  },
  html: {
    see: htmlIn,
    number: 1,
    signs: '<"\'`=([:&.',
    leads: [
      ...apart(
        `< " ' \` script: data: /on =on -moz-binding expression( srcdoc [] write( fetch( import(`,
      ),
      ...apart(
        'alert confirm prompt eval settimeout setinterval function( execscript atob unescape',
      ),
      ...apart(
        'decodeuri msgbox xmlhttp activexobject document location navigator localstorage string.',
      ),
      ...apart(
        'constructor getscript self[ top[ parent[ this[ window[ frames[ globalthis .domain .name',
      ),
      ' on',
    ],
  },
  shell: {
    see: shellIn,
    number: 2,
    signs: ';|&`\n\r<>$/\\-{(',
    leadsDecoded: ['&'],
    leads: [
      ...apart(
        '; | ` $ > <( >( { %3b %7c %26 %60 %24 %0a %0d /dev/ /bin/ /etc/ cmd powershell wget curl',
      ),
      ...apart('invoke- system exec popen spawn passthru eval netsh'),
      ...spaced('\n~\r~() {~net '),
    ],
  },
  path: {
    see: pathIn,
    number: 3,
    signs: '/\\:.',
    leads: [
      ...apart(
        '.. /. =. =/ // \\ :/ :\\ [ %2f %5c %2e /etc /proc php: file: data: -inf .ini .conf',
      ),
      ...apart('=web =wp-config =id_ =authorized'),
    ],
  },
  template: {
    see: templateIn,
    number: 4,
    signs: '{%[(<#@?',
    leads: [
      ...apart(
        '{{ ${ #{ *{ @{ ~{ %{ <% {% [[ [= {# {= {@ #( @( <# ?new #set #include #parse #evaluate',
      ),
      ...apart('#foreach <? {$ {php {/ {system <jsp: <c: <fn: <spring:'),
      '{if ',
    ],
  },
  address: {
    see: addressIn,
    number: 5,
    signs: ':/\\|',
    leads: apart(':// =// :\\\\ \\\\ %2f http: https: file: jar: url:'),
  },
}

/** Whether a name is that of a language. */
export function isLanguage(name: string): name is Language {
  return Object.hasOwn(languages, name)
}

/** Number of languages: those of a text are so many bits. */
export const languageCount = 6

const readers = Object.values(languages)
const leadsOf = ({ leads, leadsDecoded = [] }: Reader): readonly string[] => [
  ...leads,
  ...leadsDecoded,
]
const allLeads = [...new Set(readers.flatMap(leadsOf))]
/** By lead, and by byte: languages that need it, as bits. */
const byLead = Uint8Array.from(allLeads, (lead) => bitsOf((of) => leadsOf(of).includes(lead)))
const bySign = Uint8Array.from({ length: 256 }, (_, byte) =>
  bitsOf(({ signs }) => signs.includes(String.fromCharCode(byte))),
)
const leadsOfAll = new Automaton(allLeads)

function bitsOf(needs: (reader: Reader) => boolean): number {
  return readers.reduce((bits, reader) => (needs(reader) ? bits | (1 << reader.number) : bits), 0)
}

/**
 * Languages that a stretch may be a piece of, bits by their number: one of their leads and one of their
 * signs are in it.
 * @param isValue it stands behind an equals sign
 */
export function languagesIn(span: Span, isValue: boolean): number {
  const { bytes, from, to } = span
  let signs = 0
  for (let i = from; i < to; i++) signs |= bySign[bytes[i]!]!
  return signs === 0 ? 0 : signs & leadsOfAll.marks(span, isValue ? 0x3d : 0, byLead)
}
