import { argumentNames, neededArguments } from '../../connection/operation'
import { clears } from '../../policy/classification'
import { didYouMean } from '../../expression/nearest'
import type { BundleConnection } from '../bundle'
import { kindOf } from '../kinds/registry'
import { isStaffed, staffOf, type StaffedNode } from '../staff'
import type { NodeOf } from '../node'
import type { Check, Compilation, Found } from './check'
import { leavesRead } from './leaves-read'

/** Every call goes over a known connection, and sends nothing that the connection is not cleared for. */
export const connectionsCheck: Check = {
  code: 'connections',
  title: 'Connections may carry what is sent',
  run(team) {
    return team.document.nodes.flatMap((node): Found[] => {
      if (isStaffed(node)) return toolProblems(team, node)
      if (node.kind !== 'action') return []
      const place = { node: node.id, pointer: '/connection' }
      if (node.connection === undefined)
        return [
          {
            code: 'connections.none',
            severity: 'error',
            message: `"${node.name}" has no connection to call. Choose one.`,
            place,
          },
        ]
      const connection = team.connections.get(node.connection)
      return connection
        ? [...operationProblems(node, connection), ...sentProblems(team, node, connection)]
        : [unknown(team, node.name, node.connection, place)]
    })
  },
}

function toolProblems(team: Compilation, node: StaffedNode): Found[] {
  return staffOf(node).flatMap((slug) => {
    const agent = team.agents.get(slug)
    const pointer = slug === node.agent ? '/agent' : '/fallback'
    return (agent?.tools ?? []).flatMap(({ name, connection: to, operation }): Found[] => {
      const connection = team.connections.get(to)
      const who = `${agent?.name ?? ''}'s tool ${name}`
      const place = { node: node.id, pointer }
      if (!connection) return [unknown(team, who, to, place)]
      if (operation === undefined) return []
      return connection.operations?.[operation] ? [] : [noOperation(who, operation, connection, place)]
    })
  })
}

const noOperation = (
  who: string,
  operation: string,
  { name, operations = {} }: BundleConnection,
  place: Found['place'],
): Found => ({
  code: 'connections.operation',
  severity: 'error',
  message: `"${who}" calls ${operation} of "${name}", which has no such operation switched on${didYouMean(operation, Object.keys(operations))}.`,
  place,
})

/** An action calls an operation that is there, says whether it writes, and gives it the arguments that it needs. */
function operationProblems(node: NodeOf<'action'>, connection: BundleConnection): Found[] {
  if (node.operation === undefined) return []
  const operation = connection.operations?.[node.operation]
  const at = (pointer: string): Found['place'] => ({ node: node.id, pointer })
  if (!operation) return [noOperation(node.name, node.operation, connection, at('/operation'))]
  const found: Found[] = []
  if (operation.effect === 'write' && node.effect === 'read')
    found.push({
      code: 'connections.operation_writes',
      severity: 'error',
      message: `"${node.name}" is drawn as a read, but "${operation.title}" changes something outside.`,
      place: at('/effect'),
      fixes: [
        { label: 'Let it write', command: { type: 'node.update', id: node.id, patch: { effect: 'write' } } },
      ],
    })
  const given = node.fields.map(({ name }) => name)
  for (const name of neededArguments(operation).filter((one) => !given.includes(one)))
    found.push({
      code: 'connections.argument_missing',
      severity: 'error',
      message: `"${node.name}" does not say what ${name} is, which "${operation.title}" needs.`,
      place: at('/fields'),
    })
  const known = argumentNames(operation)
  if (operation.input['additionalProperties'] === false)
    for (const [i, name] of given.entries())
      if (!known.includes(name))
        found.push({
          code: 'connections.argument_unknown',
          severity: 'error',
          message: `"${node.name}" sends ${name}, which "${operation.title}" does not take${didYouMean(name, known)}.`,
          place: at(`/fields/${i}/name`),
        })
  return found
}

const unknown = (team: Compilation, who: string, slug: string, place: Found['place']): Found => ({
  code: 'connections.unknown',
  severity: 'error',
  message: `"${who}" calls over "${slug}", which this workspace does not have${didYouMean(slug, team.connections.keys())}.`,
  place,
})

function sentProblems(team: Compilation, node: NodeOf<'action'>, connection: BundleConnection): Found[] {
  return kindOf(node)
    .expressions(node)
    .filter(({ sent }) => sent)
    .flatMap((expression) => {
      const leaves = leavesRead(team, expression)
      const place = { node: node.id, pointer: expression.pointer }
      const bare = leaves.find(({ classification }) => classification === undefined)
      const high = leaves.find(
        ({ classification }) => classification && !clears(connection.clearance, classification),
      )
      const found: Found[] = []
      if (bare)
        found.push({
          code: 'connections.unclassified',
          severity: 'error',
          message: `"${node.name}" sends ${bare.path}, which is not classified. Say in its contract how sensitive it is.`,
          place,
        })
      if (high)
        found.push({
          code: 'connections.clearance',
          severity: 'error',
          message: `"${node.name}" sends ${high.path} (${high.classification ?? ''}) over "${connection.name}", which is cleared for ${connection.clearance} only.`,
          place,
        })
      return found
    })
}
