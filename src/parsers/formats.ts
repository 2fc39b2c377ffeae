import type { Parser } from '../contract/parser.ts'
import combinedVhost from './formats/combined-vhost.ts'
import combined from './formats/combined.ts'
import common from './formats/common.ts'
import windowAlerts from './json/window-alerts.ts'

/** Every format, special ones before general ones: in this order a line of unknown format is tried. */
export const formats: readonly Parser[] = [combined, combinedVhost, common, windowAlerts]
