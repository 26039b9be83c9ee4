import { ExpressionError } from '../../expression/cel'
import { referencesOf, templateReferences } from '../../expression/references'
import type { Carried } from '../carried'
import type { NodeKind, NodeOf, TeamNode } from '../node'
import { actionKind } from './action'
import { agentKind } from './agent'
import { endKind } from './end'
import { humanKind } from './human'
import { joinKind } from './join'
import { carriedFrom, type Kind } from './kind'
import { loopKind } from './loop'
import { mapKind } from './map'
import { parallelKind } from './parallel'
import { routerKind } from './router'
import { rulesKind } from './rules'
import { timerKind } from './timer'
import { triggerKind } from './trigger'

/** Every kind of node, in the order of the palette. */
export const KINDS: { [K in NodeKind]: Kind<NodeOf<K>> } = {
  trigger: triggerKind,
  agent: agentKind,
  rules: rulesKind,
  human: humanKind,
  router: routerKind,
  loop: loopKind,
  parallel: parallelKind,
  map: mapKind,
  join: joinKind,
  timer: timerKind,
  action: actionKind,
  end: endKind,
}

/** The entry of a node's kind. */
export function kindOf(node: TeamNode): Kind<TeamNode> {
  return KINDS[node.kind]
}

/** What leaves a node, given what came in. */
export const carriedBy = (node: TeamNode, incoming: Carried | undefined): Carried | undefined =>
  carriedFrom(kindOf(node), node, incoming)

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
