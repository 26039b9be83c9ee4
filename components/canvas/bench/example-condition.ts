import { refOf } from '@/domain/contract/contract'
import { schemaEntries } from '@/domain/contract/json-schema'
import { resolveSchema } from '@/domain/contract/resolve-schema'
import type { TeamDocument } from '@/domain/team/document'
import { handedOnBy, kindOf } from '@/domain/team/kinds/registry'
import { shapeOf } from '../../contracts/schema/shape-of'

/** A condition over what this team's steps hand on, to show how one is written: `triage.category == "delivery"`. */
export function exampleCondition({ nodes, contracts }: TeamDocument): string {
  for (const node of nodes.filter((one) => kindOf(one).takesIn && kindOf(one).writes(one))) {
    const [way] = kindOf(node).ports(node)
    const [hands] = handedOnBy(node, way?.id ?? 'out')
    const schema = contracts.find((contract) => refOf(contract) === hands?.contract)?.schema
    if (schema === undefined) continue
    for (const [name, field] of schemaEntries(resolveSchema(schema, schema), 'properties')) {
      const tests = testOf(shapeOf(field, schema))
      if (tests) return `${node.id}.${name} ${tests}`
    }
  }
  return 'quote.discount > 10'
}

function testOf(shape: ReturnType<typeof shapeOf>): string | undefined {
  if (shape.kind === 'number') return '> 10'
  if (shape.kind === 'boolean') return '== true'
  if (shape.kind !== 'choice') return undefined
  const [first] = shape.options
  return typeof first === 'string' ? `== ${JSON.stringify(first)}` : undefined
}

/** The same over a step's request: by its first field, where it names one. */
export function exampleOfRequest({ nodes }: TeamDocument, id: string): string {
  const node = nodes.find((one) => one.id === id)
  const [field] = node?.kind === 'action' ? node.fields : []
  return field ? `request.body.${field.name} != null` : 'request.method == "PATCH"'
}
