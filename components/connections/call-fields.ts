import { isRecord } from '@/domain/contract/json-schema'

/** How one argument is asked for. */
export type FieldKind = 'text' | 'long' | 'number' | 'switch' | 'choice' | 'json'

export interface CallField {
  name: string
  kind: FieldKind
  needed: boolean
  description: string
  choices: string[]
}

/** The fields of a form for arguments of this schema; what no single field can say is asked for as JSON. */
export function callFields(input: Record<string, unknown>): CallField[] {
  const { properties, required } = input
  if (!isRecord(properties)) return []
  return Object.entries(properties).map(([name, schema]) => {
    const property = isRecord(schema) ? schema : {}
    const choices = Array.isArray(property.enum)
      ? property.enum.filter((one): one is string => typeof one === 'string')
      : []
    return {
      name,
      kind: kindOf(property, choices),
      needed: Array.isArray(required) && required.includes(name),
      description: typeof property.description === 'string' ? property.description : '',
      choices,
    }
  })
}

function kindOf(property: Record<string, unknown>, choices: readonly string[]): FieldKind {
  if (choices.length > 0) return 'choice'
  const alternatives = [property.anyOf, property.oneOf].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  )
  const types = [property.type, ...alternatives.map((one) => (isRecord(one) ? one.type : undefined))]
    .flat()
    .filter((type) => type !== undefined && type !== 'null')
  if (types.includes('string'))
    return typeof property.maxLength === 'number' && property.maxLength > 1000 ? 'long' : 'text'
  if (types.length > 0 && types.every((type) => type === 'number' || type === 'integer')) return 'number'
  return types.length === 1 && types[0] === 'boolean' ? 'switch' : 'json'
}

/** What was typed, as arguments; or the field that is no value of its kind. Empty fields are not sent. */
export function argumentsOf(
  fields: readonly CallField[],
  typed: Readonly<Record<string, string>>,
): { arguments: Record<string, unknown> } | { wrong: string; because: string } {
  const values: Record<string, unknown> = {}
  for (const { name, kind } of fields) {
    const text = typed[name] ?? ''
    if (kind === 'switch') {
      if (text !== '') values[name] = text === 'true'
      continue
    }
    if (text.trim() === '') continue
    if (kind === 'number') {
      const number = Number(text)
      if (!Number.isFinite(number)) return { wrong: name, because: 'This is no number' }
      values[name] = number
    } else if (kind === 'json') {
      try {
        values[name] = JSON.parse(text)
      } catch {
        return { wrong: name, because: 'This is no JSON' }
      }
    } else values[name] = text
  }
  return { arguments: values }
}
