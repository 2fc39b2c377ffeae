import { isScriptAddress } from './script-address.ts'
import { type Attribute, attributesFrom } from './tag.ts'

/** Something in markup that runs script or loads a document. */
export interface Danger {
  readonly strength: number
  readonly why: string
  readonly from: number
  readonly to: number
  /** One letter for what it is. */
  readonly shape: string
}

/** Elements that load or run what their attributes name. */
const loaders = new Set([
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'portal',
  'fencedframe',
  'bgsound',
  'layer',
  'ilayer',
  'xml',
  'isindex',
  'handler',
  'listener',
])
const addressNames = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'data',
  'background',
  'poster',
  'lowsrc',
  'dynsrc',
  'code',
  'codebase',
  'ping',
  'from',
  'to',
  'by',
  'values',
  'content',
  'srcset',
  'folder',
  'style',
  'url',
  'movie',
  'value',
  'target',
  'definition',
  'base',
  'actiontype',
  'dataurl',
])

/**
 * What an element does, by its name and attributes.
 * @param name in lower case
 * @param from where the tag begins
 * @param inside where its attributes begin
 */
export function dangerOf(
  text: string,
  name: string,
  from: number,
  inside: number,
): Danger | undefined {
  const attributes = attributesFrom(text, inside)
  const to = attributes.at(-1)?.to ?? inside
  if (name === 'script') return { strength: 0.9, why: 'a script element', from, to, shape: '<s' }
  for (const attribute of attributes) {
    const found = dangerousAttribute(attribute)
    if (found) return found
  }
  if (loaders.has(name)) {
    const why = `an element that loads a document: ${name}`
    return { strength: to > inside ? 0.75 : 0.55, why, from, to, shape: '<l' }
  }
  const isStyle = name === 'style' && isStyleCode(text.slice(inside, inside + 400))
  if (isStyle)
    return { strength: 0.7, why: 'a style that loads or runs something', from, to, shape: '<y' }
  const element = elements[name]
  const values = new Map(attributes.filter((of) => of.hasValue).map((of) => [of.name, of.value]))
  return element?.needs(values)
    ? { strength: 0.7, why: element.why, from, to, shape: '<e' }
    : undefined
}

type Values = ReadonlyMap<string, string>

/** Elements that do something with the attributes that they need for it. */
const elements: Readonly<Record<string, { why: string; needs: (of: Values) => boolean }>> = {
  base: { why: 'a base for all addresses', needs: (of) => of.has('href') },
  meta: { why: 'a header in markup', needs: (of) => of.has('http-equiv') },
  link: {
    why: 'a link that loads a style or document',
    needs: (of) => loadsMarkup(of.get('rel'), of.get('href')),
  },
  ...Object.fromEntries(
    ['set', 'animate', 'animatetransform', 'animatemotion', 'animatecolor'].map((name) => [
      name,
      {
        why: 'an animation that sets an attribute',
        needs: (of: Values) => of.has('attributename') || of.has('href'),
      },
    ]),
  ),
}

function loadsMarkup(rel: string | undefined, href: string | undefined): boolean {
  return (
    rel !== undefined &&
    href !== undefined &&
    /^(?:stylesheet|import|preload|prefetch|manifest)/i.test(rel.trim())
  )
}

/** What an attribute of any element does. */
export function dangerousAttribute({
  name,
  value,
  from,
  to,
  hasValue,
}: Attribute): Danger | undefined {
  if (!hasValue) return undefined
  if (isHandler(name))
    return { strength: 0.85, why: `an event handler: ${name}`, from, to, shape: 'h' }
  if (name === 'srcdoc')
    return { strength: 0.8, why: 'a document in an attribute', from, to, shape: 'd' }
  if (name === 'style' && isStyleCode(value))
    return { strength: 0.75, why: 'a style that runs something', from, to, shape: 'y' }
  if (addressNames.has(name) && isScriptAddress(value))
    return { strength: 0.85, why: 'an address that is script', from, to, shape: 'j' }
  return undefined
}

/** `on` and letters, as every event handler is named. */
function isHandler(name: string): boolean {
  if (!name.startsWith('on') || name.length < 5 || name.length > 32) return false
  for (let i = 2; i < name.length; i++) {
    const code = name.charCodeAt(i)
    if (code < 0x61 || code > 0x7a) return false
  }
  return true
}

/** Comments and escapes taken away, a style names script or something to load. */
function isStyleCode(value: string): boolean {
  const plain = value
    .replace(/\/\*[^*]{0,80}\*\//g, '')
    .replace(/\\([0-9a-f]{1,6}) ?/gi, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16) & 0x7f),
    )
    .replaceAll('\\', '')
    .toLowerCase()
  return /expression\s*\(|javascript:|vbscript:|-moz-binding|behaviou?r\s*:|@import|-o-link/.test(
    plain,
  )
}
