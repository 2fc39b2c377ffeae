import { type Document, isMap, isScalar, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml'

/** A YAML config with a text added to a list of it, made where there is none. Comments stay. */
export function withItem(text: string, path: readonly string[], item: string): string {
  const document = parseDocument(text)
  const list = document.getIn(path, true)
  if (isSeq(list)) list.add(document.createNode(item))
  else {
    for (let n = 1; n < path.length; n++)
      if (!isMap(document.getIn(path.slice(0, n), true)))
        document.setIn(path.slice(0, n), new YAMLMap())
    const made = new YAMLSeq()
    made.add(document.createNode(item))
    document.setIn(path, made)
  }
  return written(document)
}

/** The same with a switch turned on. */
export function withSwitch(text: string, path: readonly string[]): string {
  const document = parseDocument(text)
  document.setIn(path, true)
  return written(document)
}

/** The same with a text taken out of a list. What is not there stays away. */
export function withoutItem(text: string, path: readonly string[], item: string): string {
  const document = parseDocument(text)
  const list = document.getIn(path, true)
  if (!isSeq(list)) return text
  list.items = list.items.filter((one) => !(isScalar(one) && one.value === item))
  if (list.items.length === 0) list.flow = true
  return written(document)
}

function written(document: Document): string {
  return document.toString({ lineWidth: 0 })
}
