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
}

const apart = (text: string): readonly string[] => text.split(' ')
/** Those with spaces in them. */
const spaced = (text: string): readonly string[] => text.split('~')

export const languages: Readonly<Record<Language, Reader>> = {
  sql: {
    see: sqlIn,
    leads: [
      ...apart(`' " || && or( and( or- and- union select @@ :: /* -- )= )> xor case if( iif(`),
      ...apart('sleep benchmark waitfor extractvalue updatexml load_file procedure declare exec'),
      ...apart(
        'insert update delete drop truncate shutdown outfile dumpfile _schema xp_ sp_ utl_ dbms_',
      ),
      ...spaced(
        ' or~ and~or ~and ~ having~order by~group by~ limit ~ where ~ like ~ between ~or\n~) =~) >',
      ),
    ],
  },
  html: {
    see: htmlIn,
    leads: [
      ...apart(`< " ' \` script: data: /on =on -moz-binding expression( srcdoc []`),
      ...apart(
        'alert confirm prompt eval settimeout setinterval function execscript fetch import atob',
      ),
      ...apart(
        'unescape decodeuri msgbox xmlhttp activexobject document window location self top parent',
      ),
      ...apart('this globalthis navigator localstorage string. constructor call getscript write'),
      ' on',
    ],
  },
  shell: {
    see: shellIn,
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
    leads: [
      ...apart(
        '.. /. =. =/ // \\ :/ :\\ [ %2f %5c %2e /etc /proc php: file: data: -inf .ini .conf',
      ),
      ...apart('=web =wp- =id_ =authorized'),
    ],
  },
  template: {
    see: templateIn,
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
    leads: apart(':// =// :\\\\ \\\\ %2f http: https: file: jar: url:'),
  },
}

/** Whether a name is that of a language. */
export function isLanguage(name: string): name is Language {
  return Object.hasOwn(languages, name)
}
