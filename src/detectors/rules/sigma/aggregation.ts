const types: Readonly<Record<string, string>> = {
  sum: 'value_sum',
  avg: 'value_avg',
}
const operators: Readonly<Record<string, string>> = {
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
  '=': 'eq',
  '==': 'eq',
}

/** How `selection | count(field) by key > 5` is written in Sigma now, as the reason why it is not run. */
export function modernForm(condition: string, timeframe: string | undefined): string {
  const old = condition.slice(condition.indexOf('|') + 1).trim()
  const [, word = '', field = '', key = '', operator = '', number = ''] =
    /^(\w+)\s*\(\s*([\w.-]*)\s*\)\s*(?:by\s+([\w.,\s-]+?)\s*)?([<>=]=?)\s*(\d+)$/.exec(old) ?? []
  const type = typeOf(word, field)
  const gone = `'| ${old}' is no part of Sigma any more: write a correlation`
  if (!type) return gone
  const parts = [
    `type: ${type}`,
    ...(key === '' ? [] : [`group-by: [${key}]`]),
    `timespan: ${timeframe ?? '5m'}`,
    `condition: { ${field === '' ? '' : `field: ${field}, `}${operators[operator]}: ${number} }`,
  ]
  return `${gone}, { ${parts.join(', ')} }`
}

function typeOf(word: string, field: string): string | undefined {
  if (word !== 'count') return types[word]
  return field === '' ? 'event_count' : 'value_count'
}
