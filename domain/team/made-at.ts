import type { ExpressionScope } from '../expression/check'
import { gatheredBy, type Gathering } from './gather'
import { FREE, itemIn, type Made } from './made'
import { madeBy } from './made-by'
import type { TeamNode } from './node'
import { settledBy } from './settled'

/** What the engine itself makes of others' values at a node, part by part; undefined where it makes nothing. */
export function madeAt(team: Gathering & { scope: ExpressionScope }, node: TeamNode): Made | undefined {
  switch (node.kind) {
    case 'map':
      return itemIn(madeBy(node.over, team.scope) ?? FREE)
    case 'join':
      return gatheredBy(team, node.id)
    case 'conflict':
      return settledBy(node, team.scope)
    default:
      return undefined
  }
}
