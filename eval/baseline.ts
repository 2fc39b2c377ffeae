/** The trivial baseline: one regular expression over a once-decoded target, as people grep their logs. */
const grep =
  /union\s+(?:all\s+)?select|['"]\s*(?:or|and)\s+['"\d]|<script|javascript:|onerror\s*=|\.\.\/|\/etc\/passwd|;\s*(?:cat|id|wget|curl)\b|\$\{jndi:|\{\{/i

/** Whether the one regular expression finds anything in a request target. */
export function grepFinds(target: string): boolean {
  let text = target.replaceAll('+', ' ')
  try {
    text = decodeURIComponent(text)
  } catch {
    // A broken escape is looked at as it stands.
  }
  return grep.test(text)
}
