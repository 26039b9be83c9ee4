import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from './command'
import { CommandError } from './command'
import { commandsTo } from './commands-to'
import { diffDocuments } from './diff'
import type { TeamDocument } from './document'
import { edit, startHistory, undo } from './history'
import { reduce } from './reduce'
import { hubTeam } from './testing/hub-team'
import { salesTeam } from './testing/sales-team'
import { splitTeam } from './testing/split-team'

/** Everything but the order of things and the places of nodes that the wanted document does not place. */
function expectSame(made: TeamDocument, wanted: TeamDocument): void {
  const { moved, ...diff } = diffDocuments(wanted, made)
  expect(diff).toMatchObject({ team: [], matters: false })
  for (const { added, removed, changed } of [diff.notes, diff.groups])
    expect([added, removed, changed]).toEqual([[], [], []])
  expect(moved.filter((id) => wanted.layout.positions[id])).toEqual([])
}

/** Its first nodes within a frame. */
const framed = (document: TeamDocument, count: number): TeamDocument => {
  const nodes = document.nodes.slice(0, count).map(({ id }) => id)
  return reduce(document, { type: 'group.put', group: { id: 'g', name: `The first ${count}`, nodes } })
}

describe('the edits from one document to another', () => {
  const drawings = [
    salesTeam(),
    hubTeam(),
    splitTeam(),
    { ...salesTeam(), nodes: [], edges: [], contracts: [] },
    framed(salesTeam(), 2),
    framed(salesTeam(), 3),
  ]

  it('make any of these of any other, in one step that one undo takes back', () => {
    for (const from of drawings)
      for (const to of drawings) {
        const command = commandsTo(from, to, 'Restore')
        if (!command) {
          expectSame(from, to)
          continue
        }
        const history = edit(startHistory(from), command)
        expectSame(history.document, to)
        expect(undo(history).history.document).toEqual(from)
      }
  })

  it('are none where nothing differs', () => {
    expect(commandsTo(salesTeam(), salesTeam(), 'Restore')).toBeUndefined()
  })

  it('go back from whatever was drawn', () => {
    const base = salesTeam()
    const ids = base.nodes.map(({ id }) => id)
    const command: fc.Arbitrary<Command> = fc.oneof(
      fc.constantFrom(...ids).map((id): Command => ({ type: 'node.remove', id })),
      fc.constantFrom(...ids).map((id): Command => ({ type: 'node.rename', id, to: `${id}_2` })),
      fc
        .constantFrom(...ids)
        .map((id): Command => ({ type: 'node.update', id, patch: { name: `${id} too` } })),
      fc.constantFrom(...base.edges.map(({ id }) => id)).map((id): Command => ({ type: 'edge.remove', id })),
      fc.constantFrom(...base.contracts).map(({ name, version }): Command => ({
        type: 'contract.rename',
        ref: `${name}@${version}`,
        to: `${name}@${version + 1}`,
      })),
      fc.record({ x: fc.integer(), y: fc.integer() }).map((at): Command => ({
        type: 'node.move',
        positions: { [ids[0] ?? '']: at },
      })),
      fc.string({ maxLength: 20 }).map((goal): Command => ({ type: 'team.goal', goal })),
    )
    fc.assert(
      fc.property(fc.array(command, { maxLength: 8 }), (commands) => {
        const drawn = commands.reduce((document, one) => {
          try {
            return reduce(document, one)
          } catch (error) {
            if (error instanceof CommandError) return document
            throw error
          }
        }, base)
        for (const [from, to] of [
          [drawn, base],
          [base, drawn],
        ] as const) {
          const back = commandsTo(from, to, 'Restore')
          expectSame(back ? reduce(from, back) : from, to)
        }
      }),
    )
  })
})
