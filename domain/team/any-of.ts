import type { Contract, ContractRef } from '../contract/contract'

/** The schema of what fits one of several contracts; undefined where one of them is unknown, and anything may be. */
export function anyOfContracts(
  refs: readonly ContractRef[],
  contracts: ReadonlyMap<ContractRef, Contract>,
): Record<string, unknown> | undefined {
  const known = refs.map((ref) => contracts.get(ref)?.schema)
  const schemas = known.filter((schema) => schema !== undefined)
  if (schemas.length < known.length || schemas.length === 0) return undefined
  return schemas.length === 1 ? schemas[0] : combined(schemas, (all) => ({ anyOf: all }))
}

/**
 * Schemas put together into one, with their definitions side by side at its root: a `$ref` to `#/$defs/x` of the second
 * leads to `#/$defs/1_x`. References elsewhere into a schema are not followed there.
 */
export function combined(
  schemas: readonly Record<string, unknown>[],
  make: (schemas: Record<string, unknown>[]) => Record<string, unknown>,
): Record<string, unknown> {
  const definitions: Record<string, unknown> = {}
  const bodies = schemas.map((schema, i) => {
    const { $defs, $schema: _dialect, $id: _id, ...body } = schema
    for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, unknown>))
      definitions[`${i}_${name}`] = renumbered(definition, i)
    return renumbered(body, i) as Record<string, unknown>
  })
  return { ...make(bodies), ...(Object.keys(definitions).length > 0 && { $defs: definitions }) }
}

const LOCAL = '#/$defs/'

function renumbered(schema: unknown, i: number): unknown {
  if (Array.isArray(schema)) return schema.map((one) => renumbered(one, i))
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && value.startsWith(LOCAL)
        ? [key, `${LOCAL}${i}_${value.slice(LOCAL.length)}`]
        : [key, renumbered(value, i)],
    ),
  )
}
