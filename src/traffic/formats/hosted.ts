import { hex, uuidOf } from '../shop/catalogue.ts'
import type { Format } from './format.ts'
import { goJson, json } from './escape.ts'
import { isoTime } from './time.ts'

/** Access logs of services in front of a site. */
export const hosted: readonly Format[] = [
  {
    name: 'cloudflare',
    about: 'Cloudflare: Logpush, HTTP requests',
    header: [],
    write(hit) {
      const at = hit.target.indexOf('?')
      const path = at < 0 ? hit.target : hit.target.slice(0, at)
      const start = isoTime(Math.floor(hit.time))
      return `{"CacheCacheStatus":"dynamic","ClientASN":64500,"ClientCountry":"${hit.country.toLowerCase()}","ClientIP":"${hit.client}","ClientRequestBytes":${hit.sent},"ClientRequestHost":${goJson(hit.host)},"ClientRequestMethod":${goJson(hit.method)},"ClientRequestPath":${goJson(path)},"ClientRequestProtocol":"${hit.protocol}","ClientRequestReferer":${goJson(hit.referrer)},"ClientRequestScheme":"https","ClientRequestURI":${goJson(hit.target)},"ClientRequestUserAgent":${goJson(hit.agent)},"ClientSrcPort":${hit.port},"EdgeColoCode":"FRA","EdgeEndTimestamp":"${isoTime(Math.floor(hit.time + hit.duration))}","EdgeResponseBodyBytes":${hit.bytes},"EdgeResponseBytes":${hit.bytes},"EdgeResponseStatus":${hit.status},"EdgeStartTimestamp":"${start}","EdgeTimeToFirstByteMs":${Math.round(hit.duration)},"OriginResponseDurationMs":${Math.round(hit.duration)},"OriginResponseStatus":${hit.status},"RayID":"${hex(hit.number)}${hex(hit.port * 65_521)}"}`
    },
  },
  {
    name: 'google',
    about: 'Google Cloud: load balancer log entries',
    header: [],
    write(hit) {
      const id = uuidOf(hit.number, hit.port).replaceAll('-', '')
      const referrer = hit.referrer === '' ? '' : `"referer":${json(hit.referrer)},`
      return `{"httpRequest":{"latency":"${(hit.duration / 1000).toFixed(6)}s","protocol":"${hit.protocol}",${referrer}"remoteIp":"${hit.client}","requestMethod":${json(hit.method)},"requestSize":"${hit.sent}","requestUrl":${json(`https://${hit.host}${hit.target}`)},"responseSize":"${hit.bytes}","serverIp":"10.20.10.${hit.server.at(-1)}","status":${hit.status},"userAgent":${json(hit.agent)}},"insertId":"${id.slice(0, 14)}","jsonPayload":{"@type":"type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLogEntry","backendTargetProjectNumber":"projects/123456789012","remoteIp":"${hit.client}","statusDetails":"response_sent_by_backend"},"logName":"projects/shop-example/logs/requests","receiveTimestamp":"${isoTime(hit.time + 900, 9)}","resource":{"labels":{"backend_service_name":"${hit.server.slice(0, -2)}","project_id":"shop-example","url_map_name":"shop","zone":"global"},"type":"http_load_balancer"},"severity":"${hit.status < 400 ? 'INFO' : 'WARNING'}","spanId":"${id.slice(0, 16)}","timestamp":"${isoTime(hit.time, 6)}","trace":"projects/shop-example/traces/${id}"}`
    },
  },
]
