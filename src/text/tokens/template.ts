import { see, type Sight } from './sight.ts'

/** What opens an expression, and what closes it. */
const delimiters: readonly (readonly [string, string])[] = [
  ['{{', '}}'],
  ['${', '}'],
  ['#{', '}'],
  ['*{', '}'],
  ['@{', '}'],
  ['~{', '}'],
  ['%{', '}'],
  ['<%', '%>'],
  ['{%', '%}'],
  ['[[', ']]'],
  ['[=', ']'],
  ['{#', '}'],
  ['{=', '}'],
  ['{@', '}'],
  ['#(', ')'],
  ['@(', ')'],
  ['{', '}'],
]
const longestExpression = 400
/** Braces and brackets that mean something else more often. */
const weak = new Set(['{', '[[', '@('])
const longestWeak = 80

/** By the byte that opens them. */
const opens: (readonly (readonly [string, string])[] | undefined)[] = Array.from(
  { length: 256 },
  () => undefined,
)
for (const delimiter of delimiters) {
  const code = delimiter[0].charCodeAt(0)
  opens[code] = [...(opens[code] ?? []), delimiter]
}
/** Expressions of one text that are looked at. */
const mostExpressions = 128

/** Whether a text holds an expression that a template engine would work out: arithmetic, a walk to classes, a call. */
export function templateIn(text: string): Sight {
  let isPossible = false
  for (let i = 0; i < text.length && !isPossible; i++) {
    const code = text.charCodeAt(i)
    isPossible =
      code === 0x7b || (code === 0x25 && i > 0) || code === 0x5b || code === 0x28 || code === 0x3c
  }
  return isPossible ? see(text, look) : see('', look)
}

type Seen = Omit<Sight, 'is' | 'isPartial'>

function look(text: string): Seen | undefined {
  let best: Seen | undefined
  let from = 0
  let left = mostExpressions
  for (let at = 0; at < text.length - 1 && left > 0; at++) {
    if (at < from || opens[text.charCodeAt(at) & 255] === undefined) continue
    const expression = expressionAt(text, at)
    if (!expression) continue
    left--
    const { seen, next } = expression
    if (seen && seen.strength > (best?.strength ?? 0)) best = seen
    from = next
  }
  return best ?? directiveIn(text)
}

/** What an expression that begins at a place is, and from where on to look for the next: what is inside was looked at. */
function expressionAt(text: string, at: number): { seen?: Seen; next: number } | undefined {
  const delimiter = opens[text.charCodeAt(at) & 255]?.find(([open]) => text.startsWith(open, at))
  if (!delimiter) return undefined
  const [open, close] = delimiter
  const from = at + open.length
  const isWeak = weak.has(open)
  const reach = text.slice(from, from + (isWeak ? longestWeak : longestExpression))
  const end = reach.indexOf(close)
  const inside = end < 0 ? reach : reach.slice(0, end)
  const to = from + inside.length
  const judged = (isWeak ? judgeWeak : judge)(inside, open, end >= 0)
  const next = isWeak ? from : to
  if (!judged) return { next }
  const [strength, why] = judged
  const where: [number, number] = [at, Math.min(text.length, to + close.length)]
  return { seen: { strength, why, shape: `${open}${close}`, where }, next }
}

const arithmetic =
  /(?:^|[\s(=!;'"+-])(?:['"]?\d+(?:\.\d+)?['"]?\s*(?:[*/%^+-]|\*\*)\s*['"]?\d+['"]?)\s*(?:$|[\s)|}*/+;-])/
/** Ways to the classes behind a value, and what engines hand to every template. */
const walks =
  /__\w{3,16}__|\bgetclass\b|\.class\b|\bclass\.|\bconstructor\b|\bforname\b|\bclassloader\b|\bgetruntime\b|\bprocessbuilder\b|\bmro\b|\bsubclasses\b|\bglobals\b|\bbuiltins\b|\bpopen\b|\bjava\.(?:lang|io|util|net)|\bfreemarker\b|\bt\s*\(\s*(?:java|org|javax)\b|\bscriptengine|#(?:context|request|session|parameters|_member)|@java|\bprocess\.(?:mainmodule|env|binding)|\brequire\s*\(|\bchild_process\b|\bimport\s*\(|\bos\.(?:system|popen)|\bphpinfo\b|\bruntime\b\./i
const engine =
  /(?:^|[^\w.])(?:_?self|config|settings|request|session|lipsum|cycler|joiner|namespace|get_flashed_messages|url_for|dump|app|handler|facescontext|applicationscope|sessionscope|pagecontext|param|product|smarty|template)\s*(?:\.|\[|\(|\||$)/i
const piped =
  /\|\s*(?:attr|map|filter|join|system|passthru|exec|safe|e|safe|sort|reduce|tojson|include|raw|format|list|batch|reverse)\b\s*(?:\(|\||$)/i
const call = /[\w\]$]\s*\(\s*(?:\)|['"\d[{(]|[\w$.]+\s*[),(.])/
const shellCall =
  /(?:^|[^\w])(?:system|exec|eval|passthru|shell_exec|open|file|dir|io|sleep|range|print|printf|require|include|readfile|cat|`)\s*(?:[.('"`]|\s['"`])/i

type Verdict = readonly [number, string]

/** How surely an expression is worked out for an attacker; plain names, paths of names and filters are not. */
function judge(inside: string, open: string, isClosed: boolean): Verdict | undefined {
  if (open === '{%') return judgeCode(inside, open)
  if (!/[^\w\s.-]|__|\d\s*-|class|self|config/i.test(inside)) return undefined
  if (walks.test(inside)) return [0.85, 'a template expression that walks to classes']
  if (isClosed && arithmetic.test(inside)) return [0.85, 'a template expression with arithmetic']
  if (isClosed && textual.test(inside))
    return [0.8, 'a template expression with arithmetic on text']
  return open === '<%' ? judgeCode(inside, open) : judgeCall(inside, open, isClosed)
}

const textual = /['"]\s*[*+]\s*['"\d]|['"]\s*\.\s*\w+\(|\d\s*\*\s*['"]/

function judgeCall(inside: string, open: string, isClosed: boolean): Verdict | undefined {
  if (shellCall.test(inside)) return [0.75, 'a template expression that calls out']
  const isMark = open === '{#' || open === '{@'
  const isHanded = engine.test(inside)
  const isExpression = !isMark && open !== '${'
  if (isExpression ? isHanded || piped.test(inside) : isHanded && /[([]/.test(inside))
    return [isExpression ? 0.7 : 0.65, 'a template expression with what the engine hands out']
  if (!isClosed || open === '{#') return undefined
  return call.test(inside) ? [0.6, 'a template expression with a call'] : undefined
}

function judgeCode(inside: string, open: string): readonly [number, string] | undefined {
  if (open === '{%')
    return /^-?\s*(?:debug|include|import|extends|for|set|if|raw|load|macro|call|block|with|apply|from)\b/i.test(
      inside,
    )
      ? [0.75, 'a statement of a template']
      : undefined
  if (
    /^=?\s*(?:[\w.]+\s*[(['"`]|`|@\s*\w|global|self|foreach|for\b|if\b|response|request|out\.)/i.test(
      inside,
    )
  )
    return [0.8, 'code between template marks']
  return undefined
}

/** Only what is plain. */
function judgeWeak(
  inside: string,
  open: string,
  isClosed: boolean,
): readonly [number, string] | undefined {
  if (open === '{')
    return /^(?:php\}|\/?literal\}|\$smarty\b|system\(|if\s+(?:system|phpinfo|exec))/i.test(
      `${inside}}`,
    )
      ? [0.7, 'a tag of a template']
      : undefined
  if (!isClosed) return undefined
  if (arithmetic.test(inside))
    return open === '@(' || /^\$?\{?\s*\d/.test(inside)
      ? [0.65, 'a template expression with arithmetic']
      : undefined
  return walks.test(inside) && /[.(]/.test(inside)
    ? [0.75, 'a template expression that walks to classes']
    : undefined
}

const directives =
  /<#(?:assign|list|include|import|if|function|macro|setting)\b|\?new\s*\(\s*\)|#set\s*\(\s*\$|#(?:include|parse|evaluate|foreach)\s*\(\s*["'$]|<(?:jsp|c|fn|spring):\w+|\{\$smarty\.|#\{\s*$|<\?(?:php|=)/i

function directiveIn(text: string): Seen | undefined {
  const found = directives.exec(text)
  if (!found) return undefined
  const where: [number, number] = [found.index, found.index + found[0].length]
  return { strength: 0.75, why: 'a directive of a template', shape: '<#', where }
}
