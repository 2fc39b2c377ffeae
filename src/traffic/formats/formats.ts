import { alb } from './alb.ts'
import { caddy } from './caddy.ts'
import { clf } from './clf.ts'
import { cloudfront } from './cloudfront.ts'
import { envoy } from './envoy.ts'
import type { Format } from './format.ts'
import { haproxy } from './haproxy.ts'
import { hosted } from './hosted.ts'
import { iis } from './iis.ts'
import { nginxFormats } from './nginx.ts'
import { traefik } from './traefik.ts'
import { windowAlerts } from './window-alerts.ts'

const formats: readonly Format[] = [
  ...clf,
  ...nginxFormats,
  caddy,
  ...traefik,
  envoy,
  haproxy,
  iis,
  alb,
  cloudfront,
  ...hosted,
  windowAlerts,
]

/** Names of all formats that traffic can be written in. */
export const formatNames: readonly string[] = formats.map(({ name }) => name)

/** A format by its name; throws a RangeError when there is none. */
export function formatCalled(name: string): Format {
  const found = formats.find((format) => format.name === name)
  if (found === undefined) throw new RangeError(`there is no format called ${name}`)
  return found
}
