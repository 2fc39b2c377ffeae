import { isLetter } from './bytes.ts'
import type { TextView } from './view.ts'

/** Words that attackers write in changing case, because filters look for them. */
const keywords: ReadonlySet<string> = new Set(
  `alert all and ascii benchmark cast char chr concat confirm convert count database declare delete drop embed
  etc eval exec execute expression fetch file frameset from group having html iframe img information_schema insert
  into javascript jndi join ldap like limit load load_file null object onclick onerror onfocus onload
  order outfile passwd php prompt rlike schema script select shutdown sleep src style substr substring svg system
  table union update user values varchar vbscript version waitfor where xp_cmdshell`.split(/\s+/),
)
const shortest = 3
const longest = 18
/** Changes between lower and upper case in one word; names of programs have two a word: onLoad. */
const leastChanges = 3

/** Whether a keyword stands there in changing case, which no person and no program writes. */
export function hasMixedCase(view: TextView): boolean {
  const { bytes, length } = view
  let from = 0
  let changes = 0
  for (let i = 0; i <= length; i++) {
    const byte = i < length ? bytes[i]! : 0
    if (isLetter(byte) || byte === 0x5f) {
      if (i > from && ((byte ^ bytes[i - 1]!) & 32) !== 0 && byte !== 0x5f) changes++
      continue
    }
    if (changes >= least(i - from) && i - from <= longest)
      if (keywords.has(bytes.toString('latin1', from, i).toLowerCase())) return true
    from = i + 1
    changes = 0
  }
  return false
}

/** A word of three letters changes twice at most. */
function least(letters: number): number {
  return letters <= shortest ? letters - 1 : leastChanges
}
