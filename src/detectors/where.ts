import type { Event } from '../event/event.ts'
import type { Request } from '../event/request.ts'
import type { Where } from '../contract/windows.ts'

/** Condition on requests; other events never meet it. `when` holds whenever it does. */
export function requests(
  id: string,
  test: (request: Request) => boolean,
  when: Where = anyRequest,
): Where {
  return { id, when, test: (event: Event) => event.kind === 'request' && test(event) }
}

type Class = Pick<Request, 'status' | 'area' | 'method'>

/** Condition on what requests have few values of: status, area and method. */
function classed(id: string, test: (request: Class) => boolean): Where {
  const fields = ['kind', 'status', 'area', 'method']
  return { id, fields, test: (event: Event) => event.kind === 'request' && test(event) }
}

export const anyRequest: Where = classed('request', () => true)
export const dynamic: Where = classed('not static', (r) => r.area !== 'static')
export const pages: Where = classed('page answered', (r) => r.area === 'page' && r.status < 400)
export const assets: Where = classed('static', (r) => r.area === 'static')
export const apiCalls: Where = classed('api', (r) => r.area === 'api')
export const serverErrors: Where = classed('status 5xx', (r) => r.status >= 500)
export const timed: Where = requests(
  'answer timed',
  (r) => r.duration >= 0 && r.status < 400,
  classed('not failed', (r) => r.status < 400),
)
/** An answer with content that a server made for the asker: no file that is there for all. */
export function isAnswered(r: Request): boolean {
  return r.bytes > 0 && r.status < 300 && r.area !== 'static'
}
const isWithContent = classed('with content', (r) => r.status < 300 && r.area !== 'static')
export const answered: Where = requests('answered', isAnswered, isWithContent)
/** Of a size that pages and calls rarely have: half a megabyte. */
export const largeAnswers: Where = requests(
  'large answer',
  (r) => r.bytes >= 500_000 && isAnswered(r),
  isWithContent,
)

/** A page or call that was not found or not allowed; not a failed login, not a missing picture. */
export function isRefused(r: Pick<Request, 'status' | 'area'>): boolean {
  const { status } = r
  return status >= 400 && status < 429 && status !== 401 && status !== 408 && r.area !== 'static'
}
export const refused: Where = classed('refused', isRefused)
export const served: Where = classed(
  'served',
  (r) => r.status > 0 && r.status < 400 && r.area !== 'static',
)

const loginWords = [
  'login',
  'log-in',
  'signin',
  'sign-in',
  'sign_in',
  'logon',
  'auth',
  'session',
  'token',
  'xmlrpc',
  'password',
]

/** The target asked about last: several detectors ask about the same event. */
let asked = ''
let answer = false

/** Most of a path that is looked at. */
const longest = 128

/** A request that tries to log in: POST to a path that names it. */
export function isLogin(r: Request): boolean {
  if (r.method !== 'POST') return false
  if (r.target === asked) return answer
  asked = r.target
  answer = namesLogin(r.target)
  return answer
}

function namesLogin(target: string): boolean {
  const query = target.indexOf('?')
  const path = target.slice(0, query < 0 ? longest : Math.min(query, longest)).toLowerCase()
  return loginWords.some((word) => path.includes(word))
}

/** Answers of "not you": a login page that is not there refuses nobody. */
const refusals = new Set([400, 401, 403, 419, 422, 423, 429])

/** A login that did not get in: refused, or a page shown again where a redirect would follow success. */
export function isFailedLogin(r: Pick<Request, 'status' | 'area'>): boolean {
  return refusals.has(r.status) || (r.status === 200 && r.area !== 'api')
}

const posts = classed('post', (r) => r.method === 'POST')
const refusedPosts = classed('post refused', (r) => r.method === 'POST' && isFailedLogin(r))
export const logins: Where = requests('login', isLogin, posts)
export const failedLogins: Where = requests(
  'login failed',
  (r) => isFailedLogin(r) && isLogin(r),
  refusedPosts,
)
