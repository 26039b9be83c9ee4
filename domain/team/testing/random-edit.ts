import fc from 'fast-check'
import type { Command } from '../command'
import { KINDS } from '../kinds/registry'
import type { NodeKind } from '../node'
import { contract, edge, field } from './draw-team'

/** Edits of the sales team, of which some apply and some do not. */
export function randomEdit(): fc.Arbitrary<Command> {
  const id = fc.constantFrom('start', 'research', 'drafting', 'limits', 'person', 'update', 'done', 'new_one')
  const port = fc.constantFrom('out', 'pass', 'review', 'approved', 'rejected', 'sent_back', 'default')
  const ref = fc.constantFrom('deal.draft@1', 'crm.receipt@1', 'lead.request@1', 'new.thing@3')
  const kind = fc.constantFrom(...(Object.keys(KINDS) as NodeKind[]))
  return fc.oneof(
    fc.tuple(kind, id).map(([k, i]): Command => ({ type: 'node.add', node: KINDS[k].defaults(i, 'N') })),
    id.map((i): Command => ({ type: 'node.remove', id: i })),
    fc.tuple(id, id).map(([a, b]): Command => ({ type: 'node.rename', id: a, to: b })),
    fc.tuple(id, ref).map(([i, r]): Command => ({ type: 'node.update', id: i, patch: { produces: r } })),
    fc
      .tuple(id, port, id)
      .map(([a, p, b]): Command => ({ type: 'edge.add', edge: edge(`${a}.${p} -> ${b}`) })),
    fc
      .tuple(id, port, id, id)
      .map(([a, p, b, c]): Command => ({ type: 'edge.reconnect', id: `${a}_${p}_${b}`, to: { node: c } })),
    fc.tuple(id, port, id).map(([a, p, b]): Command => ({ type: 'edge.remove', id: `${a}_${p}_${b}` })),
    ref.map((r): Command => ({ type: 'contract.put', contract: contract(r, { x: field('string') }) })),
    ref.map((r): Command => ({ type: 'contract.remove', ref: r })),
    fc.tuple(ref, ref).map(([a, b]): Command => ({ type: 'contract.rename', ref: a, to: b })),
    fc
      .tuple(id, fc.integer())
      .map(([i, x]): Command => ({ type: 'node.move', positions: { [i]: { x, y: 0 } } })),
  )
}
