import type { Contract, ContractRef } from '../contract/contract'
import type { Carried } from './carried'
import type { Graph } from './graph'
import { kindOf } from './kinds/registry'
import { loosened } from './loosened'
import { eitherOf, FREE, placeOf, type Made } from './made'
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
  const found = arrivingAtJoin(team, join)
  if (!found) return undefined
  const { arriving, rules, apart } = found
  if (apart) {
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

/** The same, part by part: what a lane brings keeps the classification of its own contract. */
export function gatheredBy(team: Gathering, join: string): Made | undefined {
  const found = arrivingAtJoin(team, join)
  if (!found) return undefined
  const { arriving, apart } = found
  const broughtBy = (list: readonly Carried[]): Made =>
    eitherOf(list.map(({ slot, contract }) => placeOf(slot, team.contracts.get(contract ?? '')?.schema)))
  const fields: [string, Made][] = apart
    ? [
        ['results', { is: 'items', of: [broughtBy([...arriving.values()].flat())] }],
        ['missing', FREE],
      ]
    : [...arriving].map(([port, list]) => [port, broughtBy(list)])
  return { is: 'fields', of: new Map(fields) }
}

/** What arrives at a join by each way, and how it is gathered. */
function arrivingAtJoin({ graph, carried }: Gathering, join: string) {
  const node = graph.nodes.get(join)
  const opener = graph.nodes.get(graph.lanes.openerOf(join) ?? '')
  const rules = node && kindOf(node).closes === 'any' ? kindOf(node).joins?.(node) : undefined
  if (!rules || !opener) return undefined
  const arriving = new Map<string, Carried[]>()
  for (const edge of graph.into(join)) {
    if (!graph.reachable.has(edge.from.node)) continue
    const port = laneOf(graph, edge)
    arriving.set(port, [...(arriving.get(port) ?? []), ...(carried.get(edge.id) ?? [])])
  }
  return { arriving, rules, apart: kindOf(opener).opens === 'items' }
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
  // Of one a field may be listed that another may have without listing it: then neither is shown.
  const together = { anyOf: schemas.map((schema, i) => moved(schema, `/anyOf/${i}`)) }
  const made = eitherOf(schemas.map((schema) => placeOf('', schema)))
  return loosened(made, together).length === 0 ? moved(together, pointer) : true
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
