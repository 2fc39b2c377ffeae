const longestScheme = 120
const named: Readonly<Record<string, string>> = {
  colon: ':',
  tab: '',
  newline: '',
  nbsp: '',
  lpar: '(',
  rpar: ')',
  sol: '/',
}
const schemes =
  /^(?:(?:feed|view-source|jar|wyciwyg|about):)*(?:javascript|vbscript|livescript|mocha|jscript|vbs):/
/** What links that do nothing say. */
const idle = /^javascript:\s*(?:void\s*\(?\s*0\s*\)?)?\s*;?\s*$/
const documents =
  /^data:(?:text\/(?:html|xml|javascript|vbscript|css)|image\/svg|application\/(?:x|javascript|ecmascript|vnd)|[;,]|[^,;/]*;?base64|,)/

/** Whether an address runs as script: entities, white space and control characters are taken out first, as browsers do. */
export function isScriptAddress(value: string): boolean {
  if (!mayBe(value)) return false
  const plain = value
    .slice(0, longestScheme)
    .replace(/&(?:#x0*([0-9a-f]{1,6})|#0*(\d{1,7})|([a-z]{2,8}));?/gi, decode)
    .replace(/^[ \u00a0]+|[\u0000-\u001f\u007f\\]/g, '')
    .trimStart()
    .toLowerCase()
  return (schemes.test(plain) && !idle.test(plain)) || documents.test(plain)
}

/** A colon, or an entity that may be one. */
function mayBe(value: string): boolean {
  const end = Math.min(value.length, longestScheme)
  for (let i = 0; i < end; i++) {
    const code = value.charCodeAt(i)
    if (code === 0x3a || code === 0x26) return true
  }
  return false
}

function decode(
  entity: string,
  hex: string | undefined,
  decimal: string | undefined,
  name: string | undefined,
): string {
  if (hex) return character(parseInt(hex, 16))
  if (decimal) return character(Number(decimal))
  return named[name!.toLowerCase()] ?? entity
}

function character(code: number): string {
  return code < 256 ? String.fromCharCode(code) : '?'
}
