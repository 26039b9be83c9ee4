import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refOf } from '../contract/contract'
import { CommandError, commandSchema, type Command } from './command'
import { compileTeam } from './compile'
import { diffDocuments } from './diff'
import { emptyDocument, type TeamDocument } from './document'
import { canRedo, canUndo, edit, redo, seal, startHistory, undo } from './history'
import { parseTeamDocument } from './parse'
import { reduce } from './reduce'
import { contract, edge, node } from './testing/draw-team'
import { randomEdit } from './testing/random-edit'
import { salesCatalogue, salesTeam } from './testing/sales-team'

const team = salesTeam()

describe('reduce', () => {
  it('shares what does not change', () => {
    const after = reduce(team, { type: 'node.update', id: 'person', patch: { dueHours: 2 } })
    expect(after.contracts).toBe(team.contracts)
    expect(after.edges).toBe(team.edges)
    expect(after.nodes.filter((one, i) => one !== team.nodes[i])).toEqual([
      expect.objectContaining({ id: 'person', dueHours: 2 }),
    ])
  })

  it.each<[string, Command, string]>([
    ['an unknown node', { type: 'node.remove', id: 'nobody' }, '/id'],
    ['a taken id', { type: 'node.add', node: node('end', 'done') }, '/node/id'],
    [
      'a position of nobody',
      { type: 'node.move', positions: { nobody: { x: 1, y: 1 } } },
      '/positions/nobody',
    ],
    ['an id as a field', { type: 'node.update', id: 'person', patch: { id: 'x' } }, '/patch/id'],
    [
      'a value out of bounds',
      { type: 'node.update', id: 'person', patch: { dueHours: -1 } },
      '/patch/dueHours',
    ],
    ['a field of another kind', { type: 'node.update', id: 'person', patch: { rules: [] } }, '/patch/rules'],
    [
      'a needed field taken away',
      { type: 'node.update', id: 'person', patch: { name: null } },
      '/patch/name',
    ],
    ['a taken edge id', { type: 'edge.add', edge: edge('update -> done') }, '/edge/id'],
    ['a handoff to itself', { type: 'edge.add', edge: edge('update -> update') }, '/edge/to/node'],
    ['a handoff to nobody', { type: 'edge.add', edge: edge('update -> nobody') }, '/edge/to/node'],
    ['a handoff by no way', { type: 'edge.add', edge: edge('update.left -> done') }, '/edge/from/port'],
    ['a handoff into the beginning', { type: 'edge.add', edge: edge('update -> start') }, '/edge/to/node'],
    [
      'the same handoff again',
      { type: 'edge.add', edge: { ...edge('update -> done'), id: 'twin' } },
      '/edge',
    ],
    ['an unknown handoff', { type: 'edge.remove', id: 'nobody' }, '/id'],
    ['an unknown contract', { type: 'contract.remove', ref: 'no.such@1' }, '/ref'],
    ['a taken contract', { type: 'contract.rename', ref: 'deal.draft@1', to: 'crm.receipt@1' }, '/to'],
    ['an unknown note', { type: 'note.remove', id: 'n' }, '/id'],
    ['an unknown group', { type: 'group.remove', id: 'g' }, '/id'],
    [
      'a group with nobody known',
      { type: 'group.put', group: { id: 'g', name: 'G', nodes: ['done', 'nobody'] } },
      '/group/nodes/1',
    ],
    ['a taken new id', { type: 'node.rename', id: 'person', to: 'done' }, '/to'],
    [
      'the second of a batch',
      {
        type: 'batch',
        commands: [
          { type: 'team.rename', name: 'A' },
          { type: 'edge.remove', id: 'x' },
        ],
      },
      '/commands/1/id',
    ],
  ])('refuses %s', (_, command, pointer) => {
    try {
      reduce(team, command)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(CommandError)
      expect((error as CommandError).pointer).toBe(pointer)
    }
  })

  it('takes a node away with its handoffs and its place', () => {
    const after = reduce(team, { type: 'node.remove', id: 'person' })
    expect(after.edges.map(({ id }) => id).filter((id) => id.includes('person'))).toEqual([])
    expect(after.layout.positions).not.toHaveProperty('person')
  })

  it('lets handoffs follow a way out that is renamed, and go with one that is gone', () => {
    const router = node('router', 'ways', { routes: [{ port: 'large', label: '', when: 'true' }] })
    const drawn = reduce(team, {
      type: 'batch',
      commands: [
        { type: 'node.add', node: router },
        { type: 'edge.add', edge: edge('ways.large -> done') },
        { type: 'edge.add', edge: edge('ways.default -> update') },
      ],
    })
    const ports = (document: TeamDocument) =>
      document.edges.filter(({ from }) => from.node === 'ways').map(({ from }) => from.port)
    const renamed = { routes: [{ port: 'huge', label: '', when: 'true' }] }
    expect(ports(reduce(drawn, { type: 'node.update', id: 'ways', patch: renamed }))).toEqual([
      'huge',
      'default',
    ])
    expect(ports(reduce(drawn, { type: 'node.update', id: 'ways', patch: { routes: [] } }))).toEqual([
      'default',
    ])
  })

  it('renames a node wherever it is named, and the team stays sound', () => {
    const after = reduce(team, { type: 'node.rename', id: 'drafting', to: 'offer' })
    expect(JSON.stringify({ ...after, edges: after.edges.map(({ id: _, ...rest }) => rest) })).not.toContain(
      'drafting',
    )
    expect(JSON.stringify(after)).toContain('has(offer.discount) && offer.discount > 10')
    expect(JSON.stringify(after)).toContain('decision.offer.confidence < 0.7')
    expect(JSON.stringify(after)).toContain('{{ offer.discount }} %')
    expect(compileTeam(after, salesCatalogue).problems).toEqual([])
    const bound = reduce(team, {
      type: 'node.update',
      id: 'update',
      patch: { fields: [{ name: 'x', value: 'research.deals.map(start, start * 2)' }] },
    })
    expect(JSON.stringify(reduce(bound, { type: 'node.rename', id: 'start', to: 'begin' }))).toContain(
      'research.deals.map(start, start * 2)',
    )
  })

  it('renames a contract wherever it is named', () => {
    const after = reduce(team, { type: 'contract.rename', ref: 'deal.draft@1', to: 'deal.offer@2' })
    expect(JSON.stringify(after)).not.toContain('deal.draft')
    expect(compileTeam(after, salesCatalogue).problems).toEqual([])
  })

  it('keeps every document it makes valid, and undo leads back step by step', () => {
    fc.assert(
      fc.property(fc.array(randomEdit(), { maxLength: 25 }), (commands) => {
        let history = startHistory(team)
        for (const command of commands) {
          expect(commandSchema.safeParse(command).success).toBe(true)
          try {
            history = seal(edit(history, command))
          } catch (error) {
            expect(error).toBeInstanceOf(CommandError)
          }
        }
        const last = history.document
        expect(parseTeamDocument(JSON.parse(JSON.stringify(last)))).toEqual(last)
        compileTeam(last, salesCatalogue)
        let back = history
        let sent = last
        while (canUndo(back)) {
          const { history: next, command, clashes } = undo(back)
          expect(clashes).toEqual([])
          back = next
          if (command) sent = reduce(sent, command)
        }
        expect(back.document).toEqual(team)
        // What is sent leads the server's copy to the same place.
        expect(sent).toEqual(team)
        while (canRedo(back)) back = redo(back).history
        expect(back.document).toEqual(last)
      }),
      { numRuns: 150 },
    )
  })
})

describe('history', () => {
  const type = (name: string): Command => ({ type: 'team.rename', name })

  it('joins typing in one field and moves of the same nodes', () => {
    let history = startHistory(team)
    for (const name of ['S', 'Sa', 'Sal']) history = edit(history, type(name))
    expect(history.past).toHaveLength(1)
    history = edit(history, { type: 'node.move', positions: { done: { x: 1, y: 1 } } })
    history = edit(history, { type: 'node.move', positions: { done: { x: 2, y: 2 } } })
    expect(history.past).toHaveLength(2)
    history = edit(history, type('Sale'))
    history = edit(seal(history), type('Sales'))
    expect(history.past).toHaveLength(4)
    const back = (times: number) => {
      let at = history
      for (let i = 0; i < times; i++) at = undo(at).history
      return at.document
    }
    expect(back(3).name).toBe('Sal')
    expect(back(4)).toEqual(team)
  })

  it('forgets what was taken back once something else is done', () => {
    const history = edit(undo(edit(startHistory(team), type('A'))).history, type('B'))
    expect(canRedo(history)).toBe(false)
    expect(redo(history)).toEqual({ history, command: undefined, clashes: [] })
    expect(undo(startHistory(team)).history.document).toBe(team)
  })
})

describe('groups', () => {
  const put = (id: string, ...nodes: string[]): Command => ({
    type: 'group.put',
    group: { id, name: id.toUpperCase(), nodes },
  })
  const grouped = reduce(team, put('a', 'drafting', 'research'))

  it('have each node once, and are gone with their last', () => {
    const other = reduce(grouped, put('b', 'research', 'research', 'done'))
    expect(other.layout.groups).toEqual([
      { id: 'a', name: 'A', nodes: ['drafting'] },
      { id: 'b', name: 'B', nodes: ['research', 'done'] },
    ])
    expect(reduce(other, put('b', 'drafting', 'done')).layout.groups).toEqual([
      { id: 'b', name: 'B', nodes: ['drafting', 'done'] },
    ])
    const removed = reduce(other, { type: 'node.remove', id: 'drafting' })
    expect(removed.layout.groups?.map(({ id }) => id)).toEqual(['b'])
    expect(reduce(grouped, { type: 'group.remove', id: 'a' })).toEqual(team)
  })

  it('follow a node that is renamed', () => {
    const renamed = reduce(grouped, { type: 'node.rename', id: 'research', to: 'digging' })
    expect(renamed.layout.groups?.[0]?.nodes).toEqual(['drafting', 'digging'])
  })

  it('are never part of what runs', () => {
    expect(diffDocuments(team, grouped)).toMatchObject({
      groups: { added: ['a'] },
      matters: false,
      same: false,
    })
    expect(compileTeam(grouped, salesCatalogue).bundle).toEqual(compileTeam(team, salesCatalogue).bundle)
  })

  it('are parsed only of nodes that are there, each in one', () => {
    expect(parseTeamDocument(grouped).layout.groups).toEqual(grouped.layout.groups)
    const twice = {
      ...team,
      layout: {
        ...team.layout,
        groups: [
          { id: 'a', name: 'A', nodes: ['done', 'nobody'] },
          { id: 'b', name: 'B', nodes: ['done'] },
        ],
      },
    }
    expect(() => parseTeamDocument(twice)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ pointer: '/layout/groups/0/nodes/1' }),
          expect.objectContaining({ pointer: '/layout/groups/1/nodes/0' }),
        ],
      }),
    )
  })
})

describe('diffDocuments', () => {
  it('tells what a run would notice from what is only drawn', () => {
    const moved = reduce(team, { type: 'node.move', positions: { done: { x: 1, y: 1 } } })
    expect(diffDocuments(team, moved)).toMatchObject({ matters: false, same: false, moved: ['done'] })
    expect(diffDocuments(team, salesTeam())).toMatchObject({ matters: false, same: true })
    const after = reduce(team, {
      type: 'batch',
      commands: [
        { type: 'node.remove', id: 'person' },
        { type: 'node.add', node: node('end', 'lost') },
        { type: 'node.update', id: 'update', patch: { retries: 1, method: 'PUT' } },
        { type: 'contract.put', contract: contract('crm.receipt@1', {}) },
        { type: 'team.goal', goal: 'Other' },
      ],
    })
    expect(diffDocuments(team, after)).toMatchObject({
      team: ['goal'],
      nodes: {
        added: ['lost'],
        removed: ['person'],
        changed: [{ id: 'update', fields: ['method', 'retries'] }],
      },
      edges: { removed: ['limits_review_person', 'person_approved_update', 'person_sent_back_drafting'] },
      contracts: { changed: [{ id: 'crm.receipt@1', fields: ['schema'] }] },
      matters: true,
    })
  })
})

it('knows every contract of a document by its reference', () => {
  expect(team.contracts.map(refOf)).toContain('deal.draft@1')
  expect(parseTeamDocument(emptyDocument('New'))).toEqual(emptyDocument('New'))
})
