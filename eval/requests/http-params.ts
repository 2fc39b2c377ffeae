import { file } from '../data.ts'
import { type List, ofTarget, query } from './sample.ts'

/** Values of parameters with what they are, each as the value of a query argument. */
export function paramLists(): List[] {
  const { lines } = file('http/httpparams/payload_train.csv')
  const rows = lines.slice(1).flatMap((line) => {
    const [, text = '', kind = '', label = ''] = /^"(.*)","\d+","([^"]*)","(\w+)"$/.exec(line) ?? []
    return label === '' ? [] : [{ text: text.replaceAll('""', '"'), kind, label }]
  })
  const list = (name: string, attack: boolean, kind: (row: (typeof rows)[0]) => boolean): List => ({
    part: 'httpparams',
    name,
    attack,
    goal: attack ? 0.97 : 0.001,
    samples: rows.filter(kind).map(({ text }) => ofTarget(query(text), text)),
  })
  const kinds = [...new Set(rows.filter(isAttack).map(({ kind }) => kind))]
  return [
    { ...list('attacks', true, isAttack), isSum: true },
    ...kinds.map((name) => list(name, true, (row) => isAttack(row) && row.kind === name)),
    list('ordinary', false, (row) => !isAttack(row)),
  ]
}

function isAttack({ label }: { readonly label: string }): boolean {
  return label === 'anom'
}
