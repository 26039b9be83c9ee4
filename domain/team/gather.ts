import type { Contract, ContractRef } from '../contract/contract'
import type { Carried } from './carried'
import type { Graph } from './graph'
import { kindOf } from './kinds/registry'
import { laneOf } from './on-every-path'

/** The parts of a compiled team that say what comes into a join. */
export interface Gathering {
  graph: Graph
  carried: ReadonlyMap<string, Carried[]>
  contracts: ReadonlyMap<ContractRef, Contract>
}

/**
 * The schema of what a join gathers. Of a parallel: an object with what each way brought, by its name. Of a map:
 * `{ results: [what each item brought, in order], missing: how many items did not arrive }`.
 * @returns undefined for a join that brings no split together
 */
export function gatheredSchema(team: Gathering, join: string): Record<string, unknown> | undefined {
  const { graph } = team
  const node = graph.nodes.get(join)
  const opener = graph.nodes.get(graph.lanes.openerOf(join) ?? '')
  const rules = node && kindOf(node).closes === 'any' ? kindOf(node).joins?.(node) : undefined
  if (!rules || !opener) return undefined
  const arriving = new Map<string, Carried[]>()
  for (const edge of graph.into(join)) {
    if (!graph.reachable.has(edge.from.node)) continue
    const port = laneOf(graph, edge)
    arriving.set(port, [...(arriving.get(port) ?? []), ...(team.carried.get(edge.id) ?? [])])
  }
  if (kindOf(opener).opens === 'items') {
    const one = oneOf(team, [...arriving.values()].flat(), '/properties/results/items')
    return object(
      { results: { type: 'array', items: one }, missing: { type: 'integer', minimum: 0, ...OPEN } },
      true,
    )
  }
  const brought = [...arriving].map(
    ([port, list]) => [port, oneOf(team, list, `/properties/${port}`)] as const,
  )
  return object(Object.fromEntries(brought), rules.wait === 'all' && rules.tolerate === 0)
}

/** How many are missing says nothing about anybody. */
const OPEN = { 'x-classification': 'public' }

const object = (properties: Record<string, unknown>, certain: boolean): Record<string, unknown> => ({
  type: 'object',
  properties,
  ...(certain && { required: Object.keys(properties) }),
  additionalProperties: false,
})

function oneOf({ contracts }: Gathering, list: readonly Carried[], pointer: string): unknown {
  const schemas = [...new Set(list.map(({ contract }) => contract))].map(
    (ref) => contracts.get(ref ?? '')?.schema,
  )
  if (schemas.length === 0 || schemas.some((schema) => schema === undefined)) return true
  if (schemas.length === 1) return moved(schemas[0], pointer)
  return { anyOf: schemas.map((schema, i) => moved(schema, `${pointer}/anyOf/${i}`)) }
}

/** A schema set into another: its references to itself lead to where it stands now. */
function moved(schema: unknown, pointer: string): unknown {
  if (Array.isArray(schema)) return schema.map((one) => moved(one, pointer))
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? [key, `#${pointer}${value.slice(1)}`]
        : [key, moved(value, pointer)],
    ),
  )
}
