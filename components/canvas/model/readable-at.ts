import { jsonSchemaOf, refOf } from '@/domain/contract/contract'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { decisionSchema } from '@/domain/expression/cel-type'
import type { ExpressionScope } from '@/domain/expression/check'
import type { TeamDocument } from '@/domain/team/document'
import { isStaffed } from '@/domain/team/staff'
import type { TeamNode } from '@/domain/team/node'
import { readFields, type Field } from '@/domain/contract/read-fields'

/** What an expression at a node may read. */
export interface Readable {
  scope: ExpressionScope
  /** Every path of it as text, slots first, for completion. */
  paths: string[]
  /** The slots with their fields, in the order of the document. */
  slots: ReadableSlot[]
}

export interface ReadableSlot {
  slot: string
  name: string
  contract: string
  schema: JsonSchema
  fields: Field[]
}

/**
 * The slots written on some way before `node`, or by it too (`itself`, for what is evaluated after its work), with
 * what their contracts say. Whether each is written on every way is the compiler's question, not completion's.
 */
export function readableAt(document: TeamDocument, node: string, itself = false): Readable {
  const upstream = ancestorsOf(document, node)
  if (itself) upstream.add(node)
  const contracts = new Map(document.contracts.map((contract) => [refOf(contract), contract]))
  const slots = document.nodes.flatMap((source): ReadableSlot[] => {
    const ref = upstream.has(source.id) ? producedBy(source) : undefined
    const contract = ref === undefined ? undefined : contracts.get(ref)
    if (!contract || ref === undefined) return []
    const schema = jsonSchemaOf(contract)
    return [{ slot: source.id, name: source.name, contract: ref, schema, fields: readFields(schema) }]
  })
  const agents = document.nodes.filter((one) => isStaffed(one) && upstream.has(one.id)).map(({ id }) => id)
  const paths = slots.flatMap(({ slot, fields }) => [
    slot,
    ...fields.filter(({ path }) => !path.includes('[]')).map(({ path }) => [slot, ...path].join('.')),
  ])
  return {
    slots,
    paths: [...paths, ...agents.flatMap((id) => [`decision.${id}.confidence`, `decision.${id}.agent`])],
    scope: {
      ...Object.fromEntries(slots.map(({ slot, schema }) => [slot, schema])),
      decision: decisionSchema(agents),
    },
  }
}

function producedBy(node: TeamNode): string | undefined {
  return 'produces' in node ? node.produces : undefined
}

function ancestorsOf(document: TeamDocument, node: string): Set<string> {
  const found = new Set<string>()
  const open = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const edge of document.edges) {
      if (edge.to.node !== next || found.has(edge.from.node)) continue
      found.add(edge.from.node)
      open.push(edge.from.node)
    }
  }
  return found
}
