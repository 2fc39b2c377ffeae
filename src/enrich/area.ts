import type { Area } from '../event/request.ts'

const assets = new Set(
  (
    'css js mjs cjs map png jpg jpeg gif svg svgz ico webp avif bmp tif tiff apng cur woff woff2 ttf otf eot ' +
    'mp3 mp4 m4a m4v m4s webm ogg ogv oga wav flac mov avi mkv ts m3u8 mpd vtt wasm swf webmanifest ' +
    'pdf epub doc docx xls xlsx ppt pptx zip gz tgz bz2 xz 7z rar tar dmg pkg deb rpm apk iso exe msi jar ' +
    'txt xsl xslt less scss bin dat'
  ).split(' '),
)
const apiParts = new Set(
  'api apis rest rpc graphql graphiql grpc jsonrpc ajax odata soap wp-json xmlrpc.php services webhook webhooks oauth2 _api v0 v1 v2 v3 v4 v5'.split(
    ' ',
  ),
)
const longestWord = 10
const apiEndings = new Set(['json', 'ndjson', 'xml', 'asmx', 'svc', 'ashx', 'graphql'])
const feeds = /(?:sitemap|rss|atom|feed|crossdomain|browserconfig)[\w-]{0,40}\.(?:xml|json)$/i

/** The extension of the last part of a path in lower case, '' when there is none of ordinary form. */
export function extensionOf(part: string): string {
  const dot = part.lastIndexOf('.')
  const length = part.length - dot - 1
  if (dot <= 0 || length < 1 || length > 11) return ''
  for (let i = dot + 1; i < part.length; i++) {
    const c = part.charCodeAt(i) | 32
    if (!((c >= 97 && c <= 122) || (c >= 48 && c <= 57))) return ''
  }
  return part.slice(dot + 1).toLowerCase()
}

/** Whether files of this extension are served as they lie on disk. */
export function isAsset(extension: string): boolean {
  return assets.has(extension)
}

/** What a path asks for, by its extension and its words. */
export function areaOf(parts: readonly string[]): Area {
  const last = parts.at(-1) ?? ''
  const extension = extensionOf(last)
  if (assets.has(extension)) return 'static'
  for (let i = 0; i < parts.length && i < 3; i++)
    if (parts[i]!.length <= longestWord && apiParts.has(parts[i]!.toLowerCase())) return 'api'
  return apiEndings.has(extension) && !feeds.test(last.slice(-60)) ? 'api' : 'page'
}
