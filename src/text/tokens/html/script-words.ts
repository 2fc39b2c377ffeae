function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

/** Functions that show that script runs, or make it run. */
export const callables: ReadonlySet<string> = words(
  'alert confirm prompt eval settimeout setinterval setimmediate function execscript fetch import atob btoa unescape decodeuri decodeuricomponent importscripts msgbox xmlhttprequest activexobject print requestanimationframe queuemicrotask sendbeacon find image postmessage getscript write writeln call apply',
)

/** Those that run any text they are given. */
export const runners: ReadonlySet<string> = words('eval settimeout setinterval execscript')

/** What a page's script has at hand. */
export const objects: ReadonlySet<string> = words(
  'document window self top parent frames globalthis location navigator localstorage sessionstorage this string constructor reflect array object promise',
)

/** Members of these that matter to an attacker. */
export const members: ReadonlySet<string> = words(
  'cookie domain write writeln location href assign replace fromcharcode createelement body innerhtml outerhtml name constructor eval alert open documentelement getitem setitem sendbeacon call apply map referrer url forms getelementsbytagname getelementbyid execcommand defaultview all hash postmessage import',
)

/** What attackers write between the parentheses to see whether script runs. */
export const probes: ReadonlySet<string> = words('name origin cookie xss x unescape')
