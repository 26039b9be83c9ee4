import fc from 'fast-check'
import type { TeamDocument } from '../document'
import { kindOf } from '../kinds/registry'
import type { NodeKind, TeamNode } from '../node'
import { contract, drawTeam, node } from './draw-team'

const thing = contract('some.thing@1', { a: { enum: ['x', 'y'], 'x-classification': 'public' } })
const KINDS: Exclude<NodeKind, 'trigger' | 'end'>[] = ['agent', 'agent', 'rules', 'human', 'action', 'router']

/** Small teams drawn at random: mostly complete, reading at random what may or may not have been written. */
export function randomTeam(): fc.Arbitrary<TeamDocument> {
  return fc
    .array(fc.constantFrom(...KINDS), { minLength: 2, maxLength: 7 })
    .chain((kinds) =>
      fc.record({
        kinds: fc.constant(kinds),
        // Mostly forward, so that a fair share is sound.
        targets: fc.infiniteStream(
          fc.oneof(
            { weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) },
            { weight: 1, arbitrary: fc.integer({ min: -4, max: -1 }) },
          ),
        ),
        reads: fc.infiniteStream(fc.option(fc.nat(), { freq: 3, nil: undefined })),
        optional: fc.infiniteStream(fc.boolean()),
      }),
    )
    .map(({ kinds, targets, reads, optional }) => {
      const ids = ['n0', ...kinds.map((_, i) => `n${i + 1}`)]
      const writers = ids.filter((_, i) => i === 0 || kinds[i - 1] === 'agent')
      const nodes: TeamNode[] = [node('trigger', 'n0', { produces: 'some.thing@1' })]
      kinds.forEach((kind, i) => {
        const id = `n${i + 1}`
        const pick = reads.next().value as number | undefined
        const source = pick === undefined ? undefined : `${writers[pick % writers.length] ?? 'n0'}.a`
        const when = source === undefined ? 'true' : `${source} == "x"`
        if (kind === 'agent')
          nodes.push(
            node('agent', id, { agent: 'writer', produces: 'some.thing@1', reads: source ? [source] : [] }),
          )
        else if (kind === 'rules')
          nodes.push(
            node('rules', id, { rules: [{ id: 'R-1', name: 'r', when, then: 'review', message: '' }] }),
          )
        else if (kind === 'router')
          nodes.push(node('router', id, { routes: [{ port: 'way', label: '', when }] }))
        else if (kind === 'human') nodes.push(node('human', id, { maxSendBacks: 2 }))
        else
          nodes.push(
            node('action', id, {
              connection: 'crm',
              effect: i % 3 === 0 ? 'read' : 'write',
              method: i % 3 === 0 && i % 2 === 0 ? 'GET' : 'POST',
              fields: source ? [{ name: 'x', label: '', value: source }] : [],
            }),
          )
      })
      nodes.push(node('end', 'end'))
      const edges = nodes.flatMap((one, i) =>
        kindOf(one)
          .ports(one)
          .filter(({ required }) => required || optional.next().value)
          .map(({ id, returns }) => {
            const step = targets.next().value as number
            const to = Math.min(nodes.length - 1, Math.max(1, i + (returns ? -Math.abs(step) : step) || 1))
            return `${one.id}.${id} -> ${nodes[to === i ? i + 1 : to]?.id ?? 'end'}`
          }),
      )
      return drawTeam({ contracts: [thing], nodes, edges: [...new Set(edges)] })
    })
}
