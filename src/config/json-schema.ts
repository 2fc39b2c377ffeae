import type { Schema } from '../contract/detector.ts'

/**
 * The schema as editors understand it: durations and sizes become texts with a pattern, and every
 * table refuses names it does not know.
 */
export function editorSchema(schema: Schema): Record<string, unknown> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...written(schema) }
}

const patterns: Readonly<Record<string, string>> = {
  duration: '^(0|[0-9.]+ ?(ms|s|m|h|d|w))$',
  size: '^(0|[0-9.]+ ?([kKMG]i?)?B)$',
}

function written(schema: Schema): Record<string, unknown> {
  const { format, minimum, maximum, properties, items, additionalProperties, ...rest } = schema
  const pattern = format === undefined ? undefined : patterns[format]
  if (pattern !== undefined)
    return { ...rest, type: ['string', 'integer'], pattern, default: undefined }
  return {
    ...rest,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(items ? { items: written(items) } : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([n, s]) => [n, written(s)]),
          ),
        }
      : {}),
    ...(schema.type === 'object'
      ? {
          additionalProperties:
            typeof additionalProperties === 'object' ? written(additionalProperties) : false,
        }
      : {}),
  }
}
