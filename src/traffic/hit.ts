/** Who is behind a request. An attacker may look like any of the others. */
export type Actor =
  | 'customer'
  | 'office'
  | 'mobile'
  | 'app'
  | 'developer'
  | 'partner'
  | 'crawler'
  | 'feed'
  | 'monitor'
  | 'cron'
  | 'attacker'

/** What a line is: its campaign and kind of attack, both '' when it is ordinary, and who sent it. */
export interface Label {
  readonly campaign: string
  readonly kind: string
  readonly actor: Actor
}

/** One answered request, before any format. Texts hold one character per byte. */
export class Hit {
  /** Epoch milliseconds. */
  time = 0
  client = ''
  /** Port that the client came from. */
  port = 0
  country = ''
  host = ''
  /** Machine that answered. */
  server = ''
  user = ''
  method = 'GET'
  /** As sent. */
  target = '/'
  protocol = 'HTTP/1.1'
  status = 200
  /** Bytes of the answer's body. */
  bytes = 0
  /** Bytes of the request with its headers. */
  sent = 0
  /** Milliseconds, with a fraction. */
  duration = 0
  referrer = ''
  agent = ''
  /** Where ids that only some formats write come from; unique in one run. */
  number = 0
  label: Label

  constructor(label: Label) {
    this.label = label
  }
}

const ordinary = new Map<Actor, Label>()

/** The label of ordinary requests of an actor. */
export function ordinaryLabel(actor: Actor): Label {
  let label = ordinary.get(actor)
  if (label === undefined) ordinary.set(actor, (label = { campaign: '', kind: '', actor }))
  return label
}
