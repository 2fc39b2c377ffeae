import type { Parser } from '../contract/parser.ts'
import alb from './formats/alb.ts'
import apacheError from './formats/apache-error.ts'
import combinedVhost from './formats/combined-vhost.ts'
import combined from './formats/combined.ts'
import common from './formats/common.ts'
import envoy from './formats/envoy.ts'
import haproxy from './formats/haproxy.ts'
import ingressNginx from './formats/ingress-nginx.ts'
import nginxError from './formats/nginx-error.ts'
import nginxProxyManager from './formats/nginx-proxy-manager.ts'
import traefik from './formats/traefik.ts'
import caddy from './json/caddy.ts'
import cloudflare from './json/cloudflare.ts'
import envoyJson from './json/envoy-json.ts'
import flowJson from './json/flow-json.ts'
import googleLoadBalancer from './json/google-load-balancer.ts'
import json from './json/json.ts'
import metricJson from './json/metric-json.ts'
import nginxJson from './json/nginx-json.ts'
import traefikJson from './json/traefik-json.ts'
import windowAlerts from './json/window-alerts.ts'
import cloudfront from './table/cloudfront.ts'
import flowCsv from './table/flow-csv.ts'
import metricCsv from './table/metric-csv.ts'
import w3c from './table/w3c.ts'

/** Every format, special ones before general ones: in this order a line of unknown format is tried. */
export const formats: readonly Parser[] = [
  combined,
  traefik,
  ingressNginx,
  combinedVhost,
  common,
  nginxProxyManager,
  envoy,
  haproxy,
  alb,
  nginxError,
  apacheError,
  caddy,
  traefikJson,
  envoyJson,
  cloudflare,
  googleLoadBalancer,
  nginxJson,
  windowAlerts,
  json,
  cloudfront,
  w3c,
  flowJson,
  metricJson,
  flowCsv,
  metricCsv,
]
