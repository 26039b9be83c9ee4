import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonEquals } from '../contract/json-schema'
import { placesChanged, placeKey, valueAt, type PlaceChange } from './places'
import { keepingMine, type Clash } from './clash'
import { CommandError, type Command } from './command'
import type { TeamDocument } from './document'
import { edit, startHistory, undo, type History } from './history'
import { historyOnto, mergeEdits } from './merge'
import { parseTeamDocument } from './parse'
import { reduce } from './reduce'
import { edge, node } from './testing/draw-team'
import { randomEdit } from './testing/random-edit'
import { salesTeam } from './testing/sales-team'

const base = salesTeam()

function applied(document: TeamDocument, commands: readonly Command[]) {
  const kept: Command[] = []
  let current = document
  for (const command of commands) {
    try {
      current = reduce(current, command)
      kept.push(command)
    } catch (error) {
      expect(error).toBeInstanceOf(CommandError)
    }
  }
  return { document: current, commands: kept }
}

function merge(theirs: Command[], mine: Command[]) {
  const [server, local] = [applied(base, theirs), applied(base, mine)]
  const merged = mergeEdits({
    base,
    theirs: server.document,
    theirEdits: server.commands,
    mine: local.commands,
    local: local.document,
  })
  return { ...merged, server: server.document, local: local.document }
}

const update = (id: string, patch: Record<string, unknown>): Command => ({ type: 'node.update', id, patch })
const at = (x: number) => ({ x, y: 0 })

describe('edits put on top of another’s', () => {
  it('stay as they are where both stand beside each other', () => {
    const mine = [update('person', { dueHours: 2 }), { type: 'team.goal', goal: 'Mine' } as const]
    const { document, commands, clashes } = merge([update('person', { name: 'Theirs' })], mine)
    expect(commands).toEqual(mine)
    expect(clashes).toEqual([])
    expect(valueAt(document, { list: 'nodes', id: 'person' })).toMatchObject({ dueHours: 2, name: 'Theirs' })
    expect(document.goal).toBe('Mine')
  })

  it('leave the same field theirs, tell both values, and can be put over it', () => {
    const { document, clashes } = merge(
      [update('person', { dueHours: 9 })],
      [update('person', { dueHours: 2 })],
    )
    expect(valueAt(document, { list: 'nodes', id: 'person', field: 'dueHours' })).toBe(9)
    expect(clashes).toMatchObject([
      { place: { list: 'nodes', id: 'person', field: 'dueHours' }, mine: 2, theirs: 9 },
    ])
    const keep = clashes[0] && keepingMine(document, clashes[0])
    if (!keep) return expect.unreachable()
    expect(valueAt(reduce(document, keep), { list: 'nodes', id: 'person', field: 'dueHours' })).toBe(2)
  })

  it('say when both came to the same, by saying nothing', () => {
    const { document, commands, clashes } = merge(
      [update('person', { dueHours: 9 })],
      [update('person', { dueHours: 9 })],
    )
    expect(clashes).toEqual([])
    expect(reduceAll(document, commands)).toEqual(document)
  })

  it('bring back what another removed, with its handoffs, when a person says so', () => {
    const { document, clashes } = merge(
      [{ type: 'node.remove', id: 'person' }],
      [update('person', { dueHours: 2 })],
    )
    expect(clashes).toMatchObject([{ place: { list: 'nodes', id: 'person' }, mine: { dueHours: 2 } }])
    expect(clashes[0]).not.toHaveProperty('theirs')
    const keep = clashes[0] && keepingMine(document, clashes[0])
    if (!keep) return expect.unreachable()
    const back = reduce(document, keep)
    expect(placesChanged(base, back)).toMatchObject([
      { list: 'nodes', id: 'person', field: 'dueHours', to: 2 },
    ])
  })

  it('do not remove what another works on, unless a person says so', () => {
    const lead: Command = { type: 'edge.add', edge: edge('update -> person') }
    for (const theirs of [update('person', { dueHours: 9 }), lead]) {
      const { document, clashes } = merge([theirs], [{ type: 'node.remove', id: 'person' }])
      expect(document.nodes.map(({ id }) => id)).toContain('person')
      expect(clashes).toMatchObject([{ place: { list: 'nodes', id: 'person' }, theirs: { id: 'person' } }])
      expect(clashes[0]).not.toHaveProperty('mine')
      const keep = clashes[0] && keepingMine(document, clashes[0])
      if (!keep) return expect.unreachable()
      const without = reduce(document, keep)
      expect(without.nodes.map(({ id }) => id)).not.toContain('person')
      parseTeamDocument(JSON.parse(JSON.stringify(without)))
    }
  })

  it('make two nodes of two that were added under one id', () => {
    const add = (name: string): Command => ({
      type: 'node.add',
      node: { ...node('end', 'extra'), name },
      at: at(1),
    })
    const mine: Command[] = [
      add('Mine'),
      { type: 'edge.reconnect', id: 'update_out_done', to: { node: 'extra' } },
    ]
    const { document, clashes, renamed } = merge([add('Theirs')], mine)
    expect(clashes).toEqual([])
    expect(
      document.nodes
        .filter(({ id }) => id.startsWith('extra'))
        .map(({ id, name }) => [id, name])
        .toSorted(),
    ).toEqual([
      ['extra', 'Theirs'],
      ['extra_2', 'Mine'],
    ])
    expect(document.edges.find(({ id }) => id === 'update_out_done')?.to.node).toBe('extra_2')
    expect(renamed).toEqual([{ type: 'node.rename', id: 'extra', to: 'extra_2' }])
  })

  it('follow a node to the id that another gave it, and the other way round', () => {
    const rename: Command = { type: 'node.rename', id: 'drafting', to: 'offer' }
    const there = merge([rename], [update('drafting', { task: 'Write the offer' })])
    expect(there.clashes).toEqual([])
    expect(valueAt(there.document, { list: 'nodes', id: 'offer', field: 'task' })).toBe('Write the offer')
    const back = merge([update('drafting', { task: 'Write the offer' })], [rename])
    expect(back.clashes).toEqual([])
    expect(back.document).toEqual(there.document)
    expect(back.commands).toEqual([rename])
  })

  it('let the later place of a card hold', () => {
    const move = (x: number): Command => ({ type: 'node.move', positions: { done: at(x) } })
    const { document, clashes } = merge([move(1)], [move(2)])
    expect(clashes).toEqual([])
    expect(document.layout.positions['done']).toEqual(at(2))
  })

  it('lose nothing: what was changed here is in the document, is the same there, or is told', () => {
    const edits = fc.array(randomEdit(), { maxLength: 6 })
    fc.assert(
      fc.property(edits, edits, (theirs, mine) => {
        const { document, commands, clashes, renamed, server, local } = merge(theirs, mine)
        parseTeamDocument(JSON.parse(JSON.stringify(document)))
        // What is sent leads the server's copy to what is shown here.
        expect(reduceAll(server, commands)).toEqual(document)
        const keys = clashes.map(({ place }) => placeKey(place))
        expect(new Set(keys).size).toBe(keys.length)
        for (const clash of clashes)
          expect(valueAt(document, clash.place) ?? null).toEqual(clash.theirs ?? null)
        if (renamed.length > 0 || [...theirs, ...mine].some(({ type }) => type.endsWith('.rename'))) return
        // Under the ids that all began with it can be said by place: theirs stand, and mine, or it is told.
        for (const change of placesChanged(base, server).filter(isWork))
          if (!isMine(change, base, local))
            expect(valueAt(document, change) ?? null).toEqual(change.to ?? null)
        for (const change of placesChanged(base, local).filter(isWork)) {
          const stands = jsonEquals(valueAt(document, change) ?? null, change.to ?? null)
          if (!stands) expect(clashes.some((clash) => isTold(clash, change))).toBe(true)
        }
      }),
      { numRuns: 400 },
    )
  })
})

const isWork = ({ list, id, field }: PlaceChange): boolean =>
  !list?.startsWith('layout.') && (id !== undefined || field !== undefined)

/** Changed on both sides: to the same, or it is a clash and stands as theirs. */
const isMine = (change: PlaceChange, from: TeamDocument, to: TeamDocument): boolean =>
  placesChanged(from, to).some((other) => placeKey(other) === placeKey(change))

/** A clash about the place, or about the item or the node that it belongs to. */
function isTold({ place, changes }: Clash, change: PlaceChange): boolean {
  const itself = place.list === change.list && place.id === change.id
  return itself || changes.some((other) => placeKey(other) === placeKey(change))
}

const reduceAll = (document: TeamDocument, commands: readonly Command[]): TeamDocument =>
  commands.reduce(reduce, document)

describe('what was done here', () => {
  const done = (...commands: Command[]): History =>
    commands.reduce((history, command) => edit(history, command), startHistory(base))

  it('is undone on top of what another did since', () => {
    const history = done(update('person', { dueHours: 2 }))
    const theirs = reduce(history.document, update('person', { name: 'Theirs' }))
    const back = undo(historyOnto(history, theirs, []))
    expect(back.clashes).toEqual([])
    expect(valueAt(back.history.document, { list: 'nodes', id: 'person' })).toMatchObject({ name: 'Theirs' })
    expect(placesChanged(base, back.history.document).map(({ field }) => field)).toEqual(['name'])
  })

  it('is not undone where another wrote over it: that is told', () => {
    const history = done(update('person', { dueHours: 2 }))
    const theirs = reduce(history.document, update('person', { dueHours: 9 }))
    const back = undo(historyOnto(history, theirs, []))
    expect(back.history.document).toEqual(theirs)
    expect(back.command).toBeUndefined()
    expect(back.clashes).toMatchObject([{ theirs: 9, place: { id: 'person', field: 'dueHours' } }])
  })

  it('goes on under the id that a node has by now', () => {
    const history = done(
      { type: 'node.add', node: node('end', 'extra'), at: at(1) },
      update('extra', { outcome: 'rejected' }),
    )
    const moved = reduce(history.document, { type: 'node.rename', id: 'extra', to: 'extra_2' })
    const onto = historyOnto(history, moved, [{ type: 'node.rename', id: 'extra', to: 'extra_2' }])
    expect(undo(undo(onto).history).history.document).toEqual(base)
  })
})
