import type { Alert } from '../../event/alert.ts'

/** What a reader would want to be told of when it changes; the count when it doubles. Plain data. */
export interface Told {
  readonly state: string
  readonly severity: string
  readonly kind: string
  readonly outcome: string
  readonly incident: string
  readonly entity: string
  readonly size: number
}

export function toldOf(alert: Alert): Told {
  const { state, severity, kind, outcome, incident, entity } = alert
  return { state, severity, kind, outcome, incident, entity: entity.value, size: sizeOf(alert) }
}

/** Whether the alert is still as it was told last; asked for every finding. */
export function isTold({ told, alert }: { told: Told | undefined; alert: Alert }): boolean {
  return (
    told !== undefined &&
    told.size === sizeOf(alert) &&
    told.state === alert.state &&
    told.severity === alert.severity &&
    told.kind === alert.kind &&
    told.outcome === alert.outcome &&
    told.incident === alert.incident &&
    told.entity === alert.entity.value
  )
}

function sizeOf({ count }: Alert): number {
  return 31 - Math.clz32(count)
}
