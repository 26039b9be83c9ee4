import { ExpressionError } from '../../expression/cel'
import { keptFor } from '../../kept'
import { referencesOf, templateReferences } from '../../expression/references'
import type { Carried } from '../carried'
import type { NodeKind, NodeOf, TeamNode } from '../node'
import { actionKind } from './action'
import { agentKind } from './agent'
import { conflictKind } from './conflict'
import { endKind } from './end'
import { humanKind } from './human'
import { joinKind } from './join'
import { handedOn, type Kind, type NamedContract } from './kind'
import { loopKind } from './loop'
import { mapKind } from './map'
import { orchestratorKind } from './orchestrator'
import { parallelKind } from './parallel'
import { routerKind } from './router'
import { rulesKind } from './rules'
import { teamKind } from './team'
import { supervisorKind } from './supervisor'
import { timerKind } from './timer'
import { triggerKind } from './trigger'
import { waitKind } from './wait'

/** Every kind of node, in the order of the palette. */
export const KINDS: { [K in NodeKind]: Kind<NodeOf<K>> } = {
  trigger: triggerKind,
  agent: agentKind,
  orchestrator: orchestratorKind,
  rules: rulesKind,
  supervisor: supervisorKind,
  human: humanKind,
  router: routerKind,
  loop: loopKind,
  parallel: parallelKind,
  map: mapKind,
  join: joinKind,
  conflict: conflictKind,
  timer: timerKind,
  team: teamKind,
  wait: waitKind,
  action: actionKind,
  end: endKind,
}

/** The kinds as they are asked about nodes that never change in place: what a node has to say is worked out once. */
const ASKED = Object.fromEntries(
  Object.entries(KINDS).map(([kind, entry]) => [kind, remembering(entry as unknown as Kind<TeamNode>)]),
) as Record<NodeKind, Kind<TeamNode>>

function remembering(kind: Kind<TeamNode>): Kind<TeamNode> {
  return {
    ...kind,
    ports: keptFor((node) => kind.ports(node)),
    expressions: keptFor((node) => kind.expressions(node)),
  }
}

/** The entry of a node's kind. */
export function kindOf(node: TeamNode): Kind<TeamNode> {
  return ASKED[node.kind]
}

const handedByWays = keptFor((_node: TeamNode) => new Map<string, Carried[]>())

/** What a node hands on of its own when left by a way, usual first; nothing where it hands on what it took up. */
export function handedOnBy(node: TeamNode, port: string): Carried[] {
  const known = handedByWays(node)
  const kept = known.get(port) ?? handedOn(kindOf(node), node, port)
  known.set(port, kept)
  return kept
}

/** All that a node hands on of its own, whatever its way out. */
export const handedAtAll = keptFor((node: TeamNode): readonly Carried[] =>
  kindOf(node)
    .ports(node)
    .flatMap(({ id }) => handedOnBy(node, id)),
)

/** The slots that a node writes, whatever its way out. */
export const slotsOf = (node: TeamNode): string[] => [...new Set(handedAtAll(node).map(({ slot }) => slot))]

/** Whether a node stands between where a run begins and where it ends. */
export const isStep = (node: TeamNode): boolean => kindOf(node).takesIn && kindOf(node).ports(node).length > 0

/** Every contract that a node names, with the place. */
export function contractsNamedBy(node: TeamNode): NamedContract[] {
  const kind = kindOf(node)
  const [produces, accepts] = [kind.produces(node), kind.accepts(node)]
  return [
    ...(produces === undefined ? [] : [{ pointer: '/produces', contract: produces }]),
    ...(accepts === undefined ? [] : [{ pointer: '/accepts', contract: accepts }]),
    ...(kind.contracts?.(node) ?? []),
  ]
}

/** Whether a way out of a node begins a lane. */
export function beginsLane(node: TeamNode, port: string): boolean {
  const kind = kindOf(node)
  return kind.opens !== undefined && (kind.isLane?.(node, port) ?? true)
}

/** How many lanes one opens that goes all its ways at once; undefined for any other. */
export function waysAtOnce(node: TeamNode | undefined): number | undefined {
  if (!node || kindOf(node).opens !== 'ways') return undefined
  return kindOf(node)
    .ports(node)
    .filter(({ id }) => beginsLane(node, id)).length
}

/** State paths a node reads in its expressions, templates and `reads`; those of unreadable expressions left out. */
export function readsOfNode(node: TeamNode): string[] {
  const paths = kindOf(node)
    .expressions(node)
    .flatMap(({ source, form }) => {
      if (form === 'path') return [source]
      try {
        return form === 'template' ? templateReferences(source) : referencesOf(source)
      } catch (error) {
        if (error instanceof ExpressionError) return []
        throw error
      }
    })
  return [...new Set(paths)].sort()
}
