/** What kind of thing a request asks for; '' until it is enriched. */
export type Area = '' | 'static' | 'page' | 'api'

/**
 * One HTTP request as a log line tells it. Every field is always present, so all requests share
 * one hidden class. Strings hold one character per byte of the log (latin1), so that any bytes
 * survive; `text/` turns them into readable text where people see them. '' means not logged.
 */
export class Request {
  readonly kind = 'request' as const
  /** When the request was answered or began, as the log says: epoch milliseconds. */
  time = 0
  /** Address taken to be the client's own: `peer` until enriched, then the right-most untrusted one. */
  client = ''
  /** Address that connected to the server. */
  peer = ''
  /** X-Forwarded-For (or the like) as logged. */
  forwarded = ''
  /** Virtual host asked for, without port where the log separates it. */
  host = ''
  /** Name of the machine that wrote the line. */
  server = ''
  user = ''
  /** As sent, '' when the request line could not be split. */
  method = ''
  /** Request target as sent, query included: origin, absolute, authority or asterisk form. */
  target = ''
  /** As sent: 'HTTP/1.1'; '' for HTTP/0.9 and broken request lines. */
  protocol = ''
  /** Status of the answer; 0 when not logged. */
  status = 0
  /** Bytes of the answer as the format counts them; -1 when not logged. */
  bytes = -1
  /** Milliseconds from first byte read to last byte written; -1 when not logged. */
  duration = -1
  referrer = ''
  agent = ''
  /** Country code when the log carries one or enrichment finds one. */
  country = ''
  /** Reason the server itself gives: the message of an error log, the termination state of a proxy. */
  note = ''
  /** Network of the client: its /24 or /64. Set by enrichment. */
  network = ''
  /** Template of the path: `/user/{n}`. Set by enrichment. */
  route = ''
  /** Set by enrichment. */
  area: Area = ''
  /** Family of the agent: 'chrome', 'curl', 'googlebot', … Set by enrichment. */
  family = ''
  /** The raw line, kept for evidence; shares memory with its chunk, so copy it to keep it. */
  line = ''
  /** Name of the source, and byte offset of the line in it. */
  source = ''
  position = 0
}
