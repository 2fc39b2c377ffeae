import { readTable } from '../../config/tables.ts'
import type { Schema } from '../../contract/detector.ts'
import type { Measure } from '../../contract/windows.ts'
import { type Query, queryOf, whereOf } from '../../windows/query-spec.ts'

interface Written {
  readonly name?: string
  readonly measure: Measure
  readonly key?: readonly string[]
  readonly span: number
  readonly step?: number
  readonly of?: string
  readonly quantile?: number
  readonly where?: Readonly<Record<string, string | number>>
  readonly moreThan?: number
  readonly as?: string
}

const measures: readonly Measure[] = ['count', 'sum', 'mean', 'distinct', 'quantile', 'ratio']

/** Schema of a spec file for `tripline windows`. */
const specSchema: Schema = {
  type: 'object',
  required: ['windows'],
  properties: {
    windows: {
      type: 'array',
      items: {
        type: 'object',
        required: ['measure', 'span'],
        properties: {
          name: { type: 'string', description: 'File name with --out.' },
          measure: { type: 'string', enum: measures },
          key: { type: 'array', items: { type: 'string' }, description: 'Up to two fields.' },
          span: { type: 'number', format: 'duration', minimum: 1 },
          step: {
            type: 'number',
            format: 'duration',
            minimum: 1,
            description: 'Default: the span.',
          },
          of: { type: 'string', description: 'Field that is summed, averaged, …' },
          quantile: { type: 'number', minimum: 0, maximum: 1 },
          where: {
            type: 'object',
            additionalProperties: { type: ['string', 'number'] },
            description: 'Fields with the value they must have, or a range: 400..499.',
          },
          moreThan: { type: 'number', description: 'Tell only values above it.' },
          as: { type: 'string', description: 'Name of the value in results.' },
        },
      },
    },
  },
}

/**
 * The queries of a spec file.
 * @throws Failure TRIPLINE_E_CONFIG with every mistake in the spec
 */
export function readSpec(text: string, file: string): readonly Query[] {
  const { windows } = readTable(text, { file, what: 'The spec' }, specSchema) as {
    windows: readonly Written[]
  }
  return windows.map(({ name, where, moreThan, as, ...asked }, index) =>
    queryOf({
      ...asked,
      name: name ?? `w${index + 1}`,
      ...(where && { where: whereOf(where) }),
      ...(moreThan !== undefined && { having: { value: moreThan, strict: true } }),
      ...(as !== undefined && { valueName: as }),
    }),
  )
}
