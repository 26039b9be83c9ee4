import { describe, expect, it } from 'vitest'
import type { TeamDocument } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import { drawTeam, node } from '@/domain/team/testing/draw-team'
import { alignNodes, distributeNodes, moveBy } from './arrange'
import { groupNodes, regrouped, ungroup } from './group'
import { hitsOf } from './find'
import { placesOf } from '@/domain/team/card-places'

/** Cards at (0,0), (300,40), (700,200). */
const document = reduce(
  drawTeam({
    nodes: [node('trigger', 'one'), node('agent', 'two'), node('end', 'three')],
    edges: ['one -> two'],
  }),
  {
    type: 'node.move',
    positions: { one: { x: 0, y: 0 }, two: { x: 300, y: 40 }, three: { x: 700, y: 200 } },
  },
)
const ids = ['one', 'two', 'three']
const after = (command: ReturnType<typeof alignNodes>, of: TeamDocument = document) =>
  Object.fromEntries(placesOf(command ? reduce(of, command) : of))

describe('cards are brought into line', () => {
  it.each([
    ['left', { one: { x: 0, y: 0 }, two: { x: 0, y: 40 }, three: { x: 0, y: 200 } }],
    ['centre', { one: { x: 350, y: 0 }, two: { x: 350, y: 40 }, three: { x: 350, y: 200 } }],
    ['right', { one: { x: 700, y: 0 }, two: { x: 700, y: 40 }, three: { x: 700, y: 200 } }],
    ['top', { one: { x: 0, y: 0 }, two: { x: 300, y: 0 }, three: { x: 700, y: 0 } }],
    ['middle', { one: { x: 0, y: 100 }, two: { x: 300, y: 100 }, three: { x: 700, y: 100 } }],
    ['bottom', { one: { x: 0, y: 200 }, two: { x: 300, y: 200 }, three: { x: 700, y: 200 } }],
  ] as const)('%s', (to, places) => expect(after(alignNodes(document, ids, to))).toEqual(places))

  it('and apart by equal gaps, the outermost staying', () => {
    expect(after(distributeNodes(document, ids, 'across')).two).toEqual({ x: 350, y: 40 })
    expect(after(distributeNodes(document, ids, 'down')).two).toEqual({ x: 300, y: 100 })
  })

  it('makes no edit of what is in line already, or of too few', () => {
    const aligned = alignNodes(document, ids, 'left')
    expect(aligned && alignNodes(reduce(document, aligned), ids, 'left')).toBeUndefined()
    expect(alignNodes(document, ['one'], 'left')).toBeUndefined()
    expect(distributeNodes(document, ['one', 'two'], 'across')).toBeUndefined()
  })

  it('moves by a step', () => {
    expect(after(moveBy(document, { nodes: ['two'], notes: [] }, { x: 8, y: -8 })).two).toEqual({
      x: 308,
      y: 32,
    })
    expect(moveBy(document, { nodes: ['gone'], notes: [] }, { x: 8, y: 0 })).toBeUndefined()
  })
})

describe('a group', () => {
  const made = groupNodes(document, ['one', 'two'])
  if (!made) throw new Error('no group was made')
  const grouped = reduce(document, made.command)

  it('frames what is selected, and is taken away without its nodes', () => {
    expect(grouped.layout.groups).toEqual([{ id: 'group', name: 'Group', nodes: ['one', 'two'] }])
    const command = ungroup(grouped, { groups: [], nodes: ['two'] })
    expect(command && reduce(grouped, command)).toEqual(document)
  })

  it('takes in a card that is dropped into its frame, and lets one go that is taken out', () => {
    const into = regrouped(grouped, new Map([['three', { x: 150, y: 30 }]]))
    expect(into).toMatchObject([{ type: 'group.put', group: { nodes: ['one', 'two', 'three'] } }])
    const out = regrouped(grouped, new Map([['two', { x: 2000, y: 2000 }]]))
    expect(out).toMatchObject([{ type: 'group.put', group: { nodes: ['one'] } }])
  })

  it('stays together when all of it is moved, and when a card is only moved on a little', () => {
    const all = new Map([
      ['one', { x: 900, y: 900 }],
      ['two', { x: 1200, y: 940 }],
    ])
    expect(regrouped(grouped, all)).toEqual([])
    expect(regrouped(grouped, new Map([['two', { x: 200, y: 40 }]]))).toEqual([])
  })
})

describe('finding', () => {
  it('comes to names, agents, contracts, notes, groups and expressions, each place once', () => {
    const full = reduce(document, {
      type: 'batch',
      commands: [
        {
          type: 'node.update',
          id: 'two',
          patch: { agent: 'ada', reads: ['one.amount'], produces: 'lead@1' },
        },
        { type: 'note.put', note: { id: 'n', text: 'Agreed with Finance', x: 0, y: 0, width: 208 } },
        { type: 'group.put', group: { id: 'g', name: 'Research', nodes: ['two'] } },
      ],
    })
    const ada = { slug: 'ada', name: 'Adelheid' }
    const found = (text: string) =>
      hitsOf(full, [ada as never], text).map(({ part, id, where }) => `${part} ${id} ${where}`)
    expect(found('two')).toEqual(['nodes two Name'])
    expect(found('adelheid')).toEqual(['nodes two Agent'])
    expect(found('lead 1')).toEqual(['nodes two Contract'])
    expect(found('amount')).toEqual(['nodes two Reads'])
    expect(found('finance')).toEqual(['notes n Note'])
    expect(found('research')).toEqual(['groups g Group'])
    expect(found('  ')).toEqual([])
  })
})
