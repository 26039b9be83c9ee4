import { describe, expect, it } from 'vitest'
import { changesBetween } from '@/domain/team/changes'
import type { Command } from '@/domain/team/command'
import type { Group } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import { sideOfDraft } from '@/domain/team/side'
import { salesCatalogue, salesTeam } from '@/domain/team/testing/sales-team'
import { groupsOf } from '../model/group'
import { placeOfChange, uniteSides, withoutGhost } from './union'
import type { DrawnSide } from './use-side'

const catalogue = { ...salesCatalogue, teams: salesCatalogue.teams ?? [] }
const side = (...commands: Command[]): DrawnSide => ({
  ...sideOfDraft(commands.reduce(reduce, salesTeam()), catalogue),
  carried: {},
  fits: {},
})
const [first, second] = salesTeam().nodes.map(({ id }) => id)
const put = (id: string, node: string | undefined): Command => {
  const group: Group = { id, name: id, nodes: node === undefined ? [] : [node] }
  return { type: 'group.put', group }
}

describe('two sides as one drawing', () => {
  it('draws the groups of both, so that every change of one leads to it', () => {
    const [before, after] = [side(put('gone', first)), side(put('came', second))]
    const changes = changesBetween(before, after)
    const union = uniteSides(before, after, changes)
    const drawn = groupsOf(union.document).map(({ id }) => id)
    expect(drawn).toEqual(['came', 'gone'])
    for (const change of changes)
      expect(drawn).toEqual(expect.arrayContaining(placeOfChange(change, union).selection.groups.slice()))
    expect(changes.map(({ of, what, id }) => `${of} ${what} ${id}`).toSorted()).toEqual([
      'group added came',
      'group removed gone',
    ])
  })

  it('keeps a node that is gone where it stood, with its handoffs', () => {
    const before = side()
    const after = side({ type: 'node.remove', id: first ?? '' })
    const union = uniteSides(before, after, changesBetween(before, after))
    expect(union.marks.get(first ?? '')).toBe('removed')
    expect(union.document.nodes.map(({ id }) => id).toSorted()).toEqual(
      before.document.nodes.map(({ id }) => id).toSorted(),
    )
    expect(new Set(union.document.edges.map(({ id }) => withoutGhost(id)))).toEqual(
      new Set(before.document.edges.map(({ id }) => id)),
    )
  })
})
