import type { Node } from 'yaml'
import type { Reader } from '../../sigma-reader.ts'

/** Forms that the values of placeholders may bring one text to. */
const mostForms = 1000

/** A text with `%name%` in each form that the values of its placeholders give; undefined when one has none. */
export function expanded(reader: Reader, node: Node, text: string): readonly string[] | undefined {
  let forms = ['']
  for (const part of text.match(/%\w+%|[^%]+|%/g) ?? []) {
    const name = part.length > 2 && part.startsWith('%') ? part.slice(1, -1) : undefined
    const values = name === undefined ? [part] : reader.placeholders.get(name)
    if (!values)
      return reader.lack(node, `the placeholder ${part} has no values: a pipeline gives them`)
    forms = forms.flatMap((form) => values.map((value) => form + value))
    if (forms.length > mostForms) return reader.lack(node, `a text of more than ${mostForms} forms`)
  }
  return forms
}
