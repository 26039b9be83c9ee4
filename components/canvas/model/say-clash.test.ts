import { describe, expect, it } from 'vitest'
import type { Clash } from '@/domain/team/clash'
import { salesTeam } from '@/domain/team/testing/sales-team'
import { sayClash } from './say-clash'
import { sayEdits } from './say-edits'

const team = salesTeam()
const person = team.nodes.find(({ id }) => id === 'person')
const clash = (parts: Partial<Clash>, by?: string) =>
  sayClash(team, { key: 'k', by, place: { list: 'nodes', id: 'person' }, changes: [{}], ...parts })

describe('a clash in words', () => {
  it('names the field, who was first, and both values', () => {
    const said = clash(
      { place: { list: 'nodes', id: 'person', field: 'dueHours' }, mine: 2, theirs: 9 },
      'Ada',
    )
    expect(said).toMatchObject({
      what: `Person ${person?.name ?? ''}, when it is due`,
      values: { mine: 2, theirs: 9 },
      choices: { theirs: 'Keep what Ada wrote', mine: 'Put mine over it' },
    })
    expect(said.happened).toContain('Ada changed this')
    expect(clash({ place: { field: 'goal' }, mine: 'a', theirs: 'b' }).what).toBe('The team’s goal')
  })

  it('says what was removed, by whom, and offers only what can be', () => {
    expect(clash({ theirs: person }).choices.mine).toBe('Remove it all the same')
    expect(clash({ mine: person }, 'Ada').happened).toBe('Ada removed this while you worked on it.')
    expect(clash({ mine: person, changes: [] }).choices).toEqual({
      theirs: 'Leave it removed',
      mine: undefined,
    })
    expect(clash({ place: { list: 'contracts', id: 'deal.draft@1' }, mine: {}, theirs: {} }).what).toBe(
      'deal.draft 1',
    )
    expect(clash({ place: { list: 'edges', id: 'update_out_done' }, mine: {}, theirs: {} }).what).toContain(
      '→',
    )
  })
})

describe('edits in words', () => {
  it('name what was done, the same once, and count the rest', () => {
    expect(sayEdits(team, [])).toBe('nothing that is drawn')
    const update = (id: string) => ({ type: 'node.update', id, patch: { task: 'x' } }) as const
    expect(sayEdits(team, [update('person'), update('person')])).toBe(`changed ${person?.name ?? ''}: task`)
    const many = ['person', 'research', 'drafting', 'limits', 'done'].map(update)
    expect(sayEdits(team, [{ type: 'batch', commands: many }])).toMatch(/ and 2 more$/)
    expect(
      sayEdits(team, [{ type: 'parts.put', changes: [{ list: 'nodes', id: 'person', field: 'task' }] }]),
    ).toBe(`set ${person?.name ?? ''}: task`)
  })
})
