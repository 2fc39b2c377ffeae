import type { Format } from './format.ts'
import { goJson, goQuote } from './escape.ts'
import { clfTime, isoTime } from './time.ts'

/** Traefik's two access logs. */
export const traefik: readonly Format[] = [
  {
    name: 'traefik',
    about: 'Traefik: JSON',
    header: [],
    write(hit) {
      const client = hit.client.includes(':') ? `[${hit.client}]` : hit.client
      const took = Math.round(hit.duration * 1e6)
      const back = `10.20.5.${hit.server.at(-1)}:8080`
      const router = `${hit.server.slice(0, -2)}@docker`
      const time = isoTime(hit.time, 9)
      const referrer = hit.referrer === '' ? '' : `"request_Referer":${goJson(hit.referrer)},`
      return `{"ClientAddr":"${client}:${hit.port}","ClientHost":"${hit.client}","ClientPort":"${hit.port}","ClientUsername":${goJson(hit.user || '-')},"DownstreamContentSize":${hit.bytes},"DownstreamStatus":${hit.status},"Duration":${took},"OriginContentSize":${hit.bytes},"OriginDuration":${Math.round(took * 0.98)},"OriginStatus":${hit.status},"Overhead":${took - Math.round(took * 0.98)},"RequestAddr":"${hit.host}","RequestContentSize":${hit.method === 'GET' ? 0 : hit.sent},"RequestCount":${hit.number},"RequestHost":"${hit.host}","RequestMethod":${goJson(hit.method)},"RequestPath":${goJson(hit.target)},"RequestPort":"-","RequestProtocol":"${hit.protocol}","RequestScheme":"https","RetryAttempts":0,"RouterName":"${router}","ServiceAddr":"${back}","ServiceName":"${router}","ServiceURL":"http://${back}","StartLocal":"${time}","StartUTC":"${time}","entryPointName":"websecure","level":"info","msg":"",${referrer}"request_User-Agent":${goJson(hit.agent)},"time":"${isoTime(hit.time).slice(0, 19)}Z"}`
    },
  },
  {
    name: 'traefik-clf',
    about: 'Traefik: common log format with router, server and milliseconds',
    header: [],
    write: (hit) =>
      `${hit.client} - ${hit.user || '-'} [${clfTime(hit.time)}] "${hit.method} ${hit.target} ${hit.protocol}" ${hit.status} ${hit.bytes} ${goQuote(hit.referrer || '-')} ${goQuote(hit.agent || '-')} ${hit.number} "${hit.server.slice(0, -2)}@docker" "http://10.20.5.${hit.server.at(-1)}:8080" ${Math.round(hit.duration)}ms`,
  },
]
