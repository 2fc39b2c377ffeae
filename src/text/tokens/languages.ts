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
  /** A text in which none of these is, in lower case, is no piece of it. */
  readonly leads: readonly string[]
  /** By byte: 1 when a text has to hold one such to be a piece of it. */
  readonly signs: Uint8Array
}

/** Whether a stretch of bytes can be a piece of a language: asked before it is made a text. */
export function mayBegin({ signs }: Reader, bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (signs[bytes[i]!] === 1) return true
  return false
}

function signsOf(characters: string): Uint8Array {
  const signs = new Uint8Array(256)
  for (const character of characters) signs[character.charCodeAt(0)] = 1
  return signs
}

const apart = (text: string): readonly string[] => text.split(' ')
/** Those with spaces in them. */
const spaced = (text: string): readonly string[] => text.split('~')

export const languages: Readonly<Record<Language, Reader>> = {
  sql: {
    see: sqlIn,
    signs: signsOf(`()=<>|&;#@*~^!:'"\` \0\t\n\v\f\r\xa0`),
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
    signs: signsOf('<"\'`=([:&.'),
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
    signs: signsOf(';|&`\n\r<>$/\\-{('),
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
    signs: signsOf('/\\:.'),
    leads: [
      ...apart(
        '.. /. =. =/ // \\ :/ :\\ [ %2f %5c %2e /etc /proc php: file: data: -inf .ini .conf',
      ),
      ...apart('=web =wp-config =id_ =authorized'),
    ],
  },
  template: {
    see: templateIn,
    signs: signsOf('{%[(<#@?'),
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
    signs: signsOf(':/\\|'),
    leads: apart(':// =// :\\\\ \\\\ %2f http: https: file: jar: url:'),
  },
}

/** Whether a name is that of a language. */
export function isLanguage(name: string): name is Language {
  return Object.hasOwn(languages, name)
}
