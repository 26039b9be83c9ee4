import { checkCompat } from '../../contract/compat'
import { refOf, showRef, type Contract } from '../../contract/contract'
import { shapeOf, type Located } from '../../expression/schema-shape'
import { typeOfExpression } from '../../expression/type-of'
import type { Command } from '../command'
import { gatheredSchema } from '../gather'
import { contractsNamedBy, kindOf } from '../kinds/registry'
import type { NodeOf } from '../node'
import type { Compilation, Found } from './check'
import { asSentence } from './handoff'

type Fixes = NonNullable<Found['fixes']>

/** What a list holds fits the contract of one item. A list with one that does not goes to a person. */
export function itemsFit(team: Compilation, map: NodeOf<'map'>): Found[] {
  const contract = team.contracts.get(map.produces ?? '')
  const list = typeOfExpression(map.over, team.scope)?.at
  const item = list && shapeOf(list).items
  if (!contract || !item) return []
  const fit = checkCompat(within(item), contract.schema)
  if (fit.verdict === 'compatible') return []
  const ref = showRef(refOf(contract))
  const place = { node: map.id, pointer: '/over' }
  if (fit.verdict === 'unknown')
    return [
      {
        code: 'lanes.unproved',
        severity: 'warning',
        message: `It cannot be proved that each item of "${map.name}" fits ${ref}; it is checked at run time. ${asSentence(fit.reason)}`,
        place,
      },
    ]
  return [
    {
      code: 'lanes.item',
      severity: 'warning',
      message: `Not every item that "${map.name}" may go through fits ${ref}, and a list with one that does not goes to a person. ${asSentence(fit.reason)}`,
      place,
      counterexample: fit.counterexample,
    },
  ]
}

/** A part of a schema that can still find what it refers to. */
const within = ({ root, schema }: Located): Located['schema'] =>
  typeof schema === 'object' && typeof root === 'object' && '$defs' in root && !('$defs' in schema)
    ? { ...schema, $defs: root['$defs'] }
    : schema

/** What comes together at a join fits the contract that it is handed on by. */
export function gatheredFits(team: Compilation, join: NodeOf<'join'>): Found[] {
  const ref = kindOf(join).produces(join)
  const contract = ref === undefined ? undefined : team.contracts.get(ref)
  const schema = gatheredSchema(team, join.id)
  if (!contract || !schema) return []
  const fit = checkCompat(schema, contract.schema)
  if (fit.verdict === 'compatible') return []
  const place = { node: join.id, pointer: '/produces' }
  if (fit.verdict === 'unknown')
    return [
      {
        code: 'lanes.unproved',
        severity: 'warning',
        message: `It cannot be proved that what "${join.name}" gathers always fits ${showRef(refOf(contract))}; it is checked at run time. ${asSentence(fit.reason)}`,
        place,
      },
    ]
  return [
    {
      code: 'lanes.misfit',
      severity: 'error',
      message: `What "${join.name}" gathers does not always fit ${showRef(refOf(contract))}. ${asSentence(fit.reason)}`,
      place,
      counterexample: fit.counterexample,
      fixes: [...waitForAll(team, join, contract), ...writtenFromWays(team, join, contract, schema)],
    },
  ]
}

/** What may be late is there for certain once nothing may be missing. */
function waitForAll(team: Compilation, join: NodeOf<'join'>, contract: Contract): Fixes {
  if (join.wait === 'all' && join.tolerate === 0) return []
  const patch = { wait: 'all' as const, tolerate: 0 }
  const nodes = new Map(team.graph.nodes).set(join.id, { ...join, ...patch })
  const schema = gatheredSchema({ ...team, graph: { ...team.graph, nodes } }, join.id)
  if (!schema || checkCompat(schema, contract.schema).verdict !== 'compatible') return []
  return [
    {
      label: 'Wait for every way',
      command: { type: 'node.update', id: join.id, patch },
    },
  ]
}

/** The contract from what is gathered: the same one where nobody else names it, else its next version. */
function writtenFromWays(
  { document, graph }: Compilation,
  join: NodeOf<'join'>,
  contract: Contract,
  schema: Record<string, unknown>,
): Fixes {
  const promised = (of: Contract['schema']): unknown[] => (Array.isArray(of.required) ? of.required : [])
  // Then what reads it would have to be changed as well.
  if (promised(contract.schema).some((name) => !promised(schema).includes(name))) return []
  const ref = refOf(contract)
  const taking = graph
    .out(join.id)
    .flatMap(({ to }) => graph.nodes.get(to.node) ?? [])
    .filter((node) => kindOf(node).accepts(node) === ref)
  const others = document.nodes.filter(
    (node) =>
      node.id !== join.id &&
      !taking.includes(node) &&
      contractsNamedBy(node).some((one) => one.contract === ref),
  )
  const versions = document.contracts
    .filter(({ name }) => name === contract.name)
    .map(({ version }) => version)
  const remade =
    others.length === 0
      ? { ...contract, schema }
      : { ...contract, schema, version: Math.max(...versions) + 1 }
  const put: Command = { type: 'contract.put', contract: remade }
  const names = refOf(remade)
  return [
    {
      label: `Write ${showRef(names)} from what the ways bring`,
      command:
        others.length === 0
          ? put
          : {
              type: 'batch',
              label: `Contract of ${join.name}`,
              commands: [
                put,
                { type: 'node.update', id: join.id, patch: { produces: names } },
                ...taking.map(({ id }): Command => ({ type: 'node.update', id, patch: { accepts: names } })),
              ],
            },
    },
  ]
}
