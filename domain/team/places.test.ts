import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placesChanged, puttingCommand, reversed, valueAt } from './places'
import { CommandError, commandSchema, type Command } from './command'
import type { TeamDocument } from './document'
import { parseTeamDocument } from './parse'
import { reduce } from './reduce'
import { edge, node } from './testing/draw-team'
import { randomEdit } from './testing/random-edit'
import { salesTeam } from './testing/sales-team'

const team = salesTeam()

/** As many of the edits as apply. */
const after = (document: TeamDocument, commands: readonly Command[]): TeamDocument =>
  commands.reduce((current, command) => {
    try {
      return reduce(current, command)
    } catch (error) {
      expect(error).toBeInstanceOf(CommandError)
      return current
    }
  }, document)

const edits = fc.array(randomEdit(), { maxLength: 15 })

describe('changes between two documents', () => {
  it('lead from one to the other and back, exactly', () => {
    fc.assert(
      fc.property(edits, edits, (some, more) => {
        const [one, other] = [after(team, some), after(team, more)]
        const changes = placesChanged(one, other)
        const there = puttingCommand(changes)
        const back = puttingCommand(reversed(changes))
        if (changes.length === 0) {
          expect(other).toEqual(one)
          return
        }
        // As the server would read it.
        expect(commandSchema.parse(JSON.parse(JSON.stringify(there)))).toEqual(there)
        expect(reduce(one, there)).toEqual(other)
        expect(reduce(other, back)).toEqual(one)
      }),
      { numRuns: 300 },
    )
  })

  it('are the inverse of every edit that applies', () => {
    fc.assert(
      fc.property(edits, randomEdit(), (some, command) => {
        const before = after(team, some)
        const done = after(before, [command])
        const changes = placesChanged(before, done)
        if (changes.length > 0) expect(reduce(done, puttingCommand(reversed(changes)))).toEqual(before)
      }),
      { numRuns: 300 },
    )
  })

  it('say a list in another order', () => {
    const turned = { ...team, nodes: team.nodes.toReversed() }
    const changes = placesChanged(team, turned)
    expect(changes.map(({ list, id }) => [list, id])).toEqual([['nodes', undefined]])
    expect(reduce(team, puttingCommand(changes))).toEqual(turned)
    expect(reduce(turned, puttingCommand(reversed(changes)))).toEqual(team)
  })

  it('say the first group and the last, and leave out of a group who is not there', () => {
    const group = { id: 'g', name: 'Gates', nodes: ['limits', 'person'] }
    const grouped = reduce(team, { type: 'group.put', group })
    const changes = placesChanged(team, grouped)
    expect(reduce(team, puttingCommand(changes))).toEqual(grouped)
    expect(reduce(grouped, puttingCommand(reversed(changes)))).toEqual(team)
    const alone = reduce(team, { type: 'node.remove', id: 'person' })
    expect(reduce(alone, puttingCommand(changes)).layout.groups).toEqual([{ ...group, nodes: ['limits'] }])
  })

  it('share what they leave alone', () => {
    const changes = placesChanged(team, reduce(team, { type: 'team.goal', goal: 'Other' }))
    const put = reduce(team, puttingCommand(changes))
    expect(put.nodes[0]).toBe(team.nodes[0])
    expect(put.contracts).toBe(team.contracts)
    expect(valueAt(put, { field: 'goal' })).toBe('Other')
  })

  it.each<[string, Command]>([
    [
      'a field of nobody',
      { type: 'parts.put', changes: [{ list: 'nodes', id: 'nobody', field: 'task', to: 'x' }] },
    ],
    [
      'a list of the drawing there is not',
      { type: 'parts.put', changes: [{ list: 'layout.secrets', id: 'a', to: {} }] },
    ],
    ['a list there is not', { type: 'parts.put', changes: [{ list: 'secrets', id: 'a', to: {} }] }],
    ['nothing for a node', { type: 'parts.put', changes: [{ list: 'nodes', id: 'a', to: null }] }],
    ['a field there is not', { type: 'parts.put', changes: [{ field: 'owner', to: 'me' }] }],
    [
      'a value out of bounds',
      { type: 'parts.put', changes: [{ list: 'nodes', id: 'person', field: 'dueHours', to: -1 }] },
    ],
    [
      'another kind’s name',
      { type: 'parts.put', changes: [{ list: 'nodes', id: 'person', field: 'id', to: 'start' }] },
    ],
    [
      'an item under another name',
      { type: 'parts.put', changes: [{ list: 'nodes', id: 'a', to: node('end', 'b') }] },
    ],
    [
      'a handoff to nobody',
      {
        type: 'parts.put',
        changes: [{ list: 'edges', id: 'x', to: { ...edge('update -> nobody'), id: 'x' } }],
      },
    ],
    ['a node that handoffs lead to', { type: 'parts.put', changes: [{ list: 'nodes', id: 'person' }] }],
    [
      'a name that every object has',
      { type: 'parts.put', changes: [{ list: '__proto__', id: 'x', to: {} }] },
    ],
  ])('refuse %s', (_what, command) => {
    expect(() => {
      const next = reduce(team, command)
      parseTeamDocument(JSON.parse(JSON.stringify(next)))
      throw new Error(`taken: ${JSON.stringify(next).slice(0, 80)}`)
    }).toThrow(CommandError)
  })

  it('keep nothing that the schema does not know', () => {
    const put: Command = {
      type: 'parts.put',
      changes: [{ list: 'nodes', id: 'person', field: 'smuggled', to: 1 }],
    }
    expect(reduce(team, put)).toEqual(team)
  })
})
