import { describe, expect, it } from 'vitest'
import { changedBy, changedLine } from './changed'
import { changesBetween, type Change } from './changes'
import type { Command } from './command'
import { reduce } from './reduce'
import { nothingBefore, sideOfDraft, type Side } from './side'
import { salesCatalogue, salesTeam } from './testing/sales-team'

const catalogue = { ...salesCatalogue, teams: salesCatalogue.teams ?? [] }
const side = (...commands: Command[]): Side => sideOfDraft(commands.reduce(reduce, salesTeam()), catalogue)
const brief = (changes: Change[]) =>
  changes.map(({ of, what, name, matters, fields }) => [
    `${of} ${what} ${name}`,
    matters,
    fields.map(({ field }) => field).join(),
  ])
const [some] = salesTeam().nodes.filter(({ kind }) => kind === 'agent')
if (!some) throw new Error('a team without agents')

describe('changes between two sides', () => {
  it('are none of a side and itself', () => {
    expect(changesBetween(side(), side())).toEqual([])
    expect(changedLine(changedBy([], false))).toBe('Nothing that is drawn.')
  })

  it('tell both values of a field, and what no run would notice after the rest', () => {
    const after = side(
      { type: 'node.move', positions: { [some.id]: { x: 1, y: 2 } } },
      { type: 'team.goal', goal: 'Another' },
      { type: 'node.update', id: some.id, patch: { name: 'Renamed' } },
      { type: 'note.put', note: { id: 'n', text: 'Mind this\nand that', x: 0, y: 0, width: 208 } },
    )
    const changes = changesBetween(side(), after)
    expect(brief(changes)).toEqual([
      [`team changed ${after.document.name}`, true, 'goal'],
      ['node changed Renamed', true, 'name'],
      ['note added Mind this', false, ''],
      ['node moved Renamed', false, ''],
    ])
    expect(changes[1]?.fields).toEqual([{ field: 'name', before: some.name, after: 'Renamed' }])
  })

  it('tell a frame that is drawn, and one that is named anew, once', () => {
    const group = { id: 'g', name: 'Together', nodes: [some.id] }
    const framed = side({ type: 'group.put', group })
    const named = side({ type: 'group.put', group: { ...group, name: 'Named anew' } })
    expect(brief(changesBetween(side(), framed))).toEqual([['group added Together', false, '']])
    expect(brief(changesBetween(framed, named))).toEqual([['group changed Named anew', false, 'name']])
  })

  it('tell an agent whose definition changed though nothing was drawn', () => {
    const before = side()
    const [slug = '', agent] = Object.entries(before.agents)[0] ?? []
    if (!agent) throw new Error('no agent')
    const after = { ...before, agents: { ...before.agents, [slug]: { ...agent, job: 'Something else.' } } }
    expect(brief(changesBetween(before, after))).toEqual([[`agent changed ${agent.name}`, true, 'job']])
  })

  it('take a contract that no node names for a thing that no run notices', () => {
    const contract = { name: 'spare.note', version: 1, description: '', schema: { type: 'object' } }
    const changes = changesBetween(side(), side({ type: 'contract.put', contract }))
    expect(brief(changes)).toEqual([['contract added spare.note 1', false, '']])
    expect(changedLine(changedBy(changes, false))).toBe('Added contract spare.note 1. No run notices it.')
  })

  it('tell a version of a contract beside the one that it follows, field by field', () => {
    const schema = (...names: string[]) => ({
      ...{ type: 'object', additionalProperties: false },
      properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    })
    const first = { name: 'spare.note', version: 1, description: '', schema: schema('text') }
    const second = { ...first, version: 2, schema: schema('text', 'author') }
    const before = side({ type: 'contract.put', contract: first })
    const follows = side({ type: 'contract.put', contract: second })
    const both = side({ type: 'contract.put', contract: first }, { type: 'contract.put', contract: second })
    expect(changesBetween(before, follows)).toEqual([
      {
        ...{ of: 'contract', id: 'spare.note@2', name: 'spare.note 1 → 2', what: 'changed', matters: false },
        follows: 1,
        fields: [{ field: 'schema', before: first.schema, after: second.schema }],
      },
    ])
    const [added, ...others] = changesBetween(before, both)
    expect(added).toMatchObject({
      what: 'added',
      name: 'spare.note 2',
      follows: 1,
      fields: [{ field: 'schema' }],
    })
    expect(others).toEqual([])
    expect(changesBetween(follows, before).map(({ name }) => name)).toEqual(['spare.note 2 → 1'])
  })

  it('are kept in the small beside a version: a few by name, and how many more', () => {
    const removed = changesBetween(side(), side({ type: 'node.remove', id: some.id }))
    expect(removed.some(({ of }) => of === 'handoff')).toBe(true)
    expect(changedLine(changedBy(removed, false))).toBe(`Removed ${some.name}.`)
    const all = changesBetween(nothingBefore(salesTeam()), side())
    const changed = changedBy(all, true)
    expect([changed.items.length, changed.first, changed.more > 0]).toEqual([6, true, true])
  })
})
