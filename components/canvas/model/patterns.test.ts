import { describe, expect, it } from 'vitest'
import { commandSchema } from '@/domain/team/command'
import { compileTeam } from '@/domain/team/compile'
import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { edit, startHistory, undo } from '@/domain/team/history'
import type { NodeKind } from '@/domain/team/node'
import { reduce } from '@/domain/team/reduce'
import { KINDS, LOOKS } from '../kinds/looks'
import { addNode } from './add-node'
import { inUnit, sayDuration } from './duration'
import { refusal } from './refusals'
import { connecting, NEW_SPOKE } from './spoke'

const trigger = { kind: 'trigger', id: 'start', name: 'Start' }
const drawn = (nodes: object[], edges: string[] = []): TeamDocument =>
  teamDocumentSchema.parse({
    format: 1,
    name: 'Desk',
    nodes: [trigger, ...nodes],
    edges: edges.map((edge, i) => {
      const [from = '', to = ''] = edge.split(' -> ')
      const [node = '', port = 'out'] = from.split('.')
      return { id: `e${i}`, from: { node, port }, to: { node: to } }
    }),
  })
const agent = (id: string) => ({ kind: 'agent', id, name: id })
const codes = (document: TeamDocument) =>
  compileTeam(document, { agents: [], connections: [] }).problems.map(({ code }) => code)

describe.each(['parallel', 'map'] as const)('a new %s', (kind) => {
  const before = drawn([])
  const { command, id } = addNode(before, { kind, at: { x: 96, y: 200 }, after: 'start' })
  const after = reduce(before, command)

  it('comes with its ways and their join, connected, as one edit', () => {
    expect(after.nodes.filter((node) => node.kind === 'join')).toHaveLength(1)
    expect(after.edges.filter(({ from }) => from.node === id)).toHaveLength(kind === 'parallel' ? 2 : 1)
    expect(codes(after).filter((code) => code.startsWith('lanes'))).toEqual([])
    expect(undo(edit(startHistory(before), command)).history.document).toEqual(before)
  })

  it('has every card apart from the others', () => {
    const places = Object.values(after.layout.positions)
    for (const [i, a] of places.entries())
      for (const b of places.slice(i + 1))
        expect(Math.abs(a.x - b.x) >= 192 || Math.abs(a.y - b.y) >= 78).toBe(true)
  })
})

describe.each(KINDS.filter((kind) => kind !== 'trigger'))('a new %s', (kind) => {
  it('can be saved under the name and id that it gets', () => {
    const { command } = addNode(drawn([]), { kind, at: { x: 96, y: 200 }, after: 'start' })
    expect(commandSchema.safeParse(command).error?.issues ?? []).toEqual([])
  })
})

describe('a handoff that would break lanes', () => {
  const split = drawn(
    [
      { kind: 'parallel', id: 'split', name: 'Split' },
      agent('a'),
      agent('b'),
      agent('c'),
      { kind: 'join', id: 'both', name: 'Both' },
      { kind: 'join', id: 'other', name: 'Other' },
      { kind: 'router', id: 'way', name: 'Way' },
      { kind: 'end', id: 'done', name: 'Done' },
    ],
    [
      'start -> way',
      'way.default -> split',
      'split.first -> a',
      'split.second -> b',
      'a -> both',
      'both -> c',
    ],
  )

  it('is refused with the reason: out of a way past its join, to a second join', () => {
    expect(refusal(split, 'b', 'out', 'c')).toMatch(/out of a way of Split/)
    expect(refusal(split, 'b', 'out', 'a')).toMatch(/out of a way of Split/)
    expect(refusal(split, 'b', 'out', 'other')).toMatch(/come together at Both already/)
  })

  it('is let through where it comes together, or ends', () => {
    expect(refusal(split, 'b', 'out', 'both')).toBeNull()
    expect(refusal(split, 'b', 'out', 'done')).toBeNull()
  })
})

describe('an orchestrator', () => {
  const hub = drawn([
    { kind: 'orchestrator', id: 'lead', name: 'Lead', tasks: [{ type: 'credit' }, { type: 'fit' }] },
    agent('bank'),
    agent('market'),
  ])
  const first = connecting(hub, 'lead', NEW_SPOKE.id, 'bank')
  if (!first) throw new Error('nothing was drawn')
  const once = reduce(hub, first.command)

  it('is connected to an agent and back in one edit, for the tasks nobody could do', () => {
    expect(once.nodes.find(({ id }) => id === 'lead')).toMatchObject({
      spokes: [{ port: 'bank', label: 'bank', can: ['credit', 'fit'] }],
    })
    expect(once.edges.map(({ from, to }) => `${from.node}.${from.port} ${to.node}`)).toEqual([
      'lead.bank bank',
      'bank.out lead',
    ])
  })

  it('is connected to one that is added while it is selected', () => {
    const { command, id } = addNode(once, { kind: 'agent', at: { x: 0, y: 0 }, after: 'lead' })
    const edges = reduce(once, command).edges.map(({ from, to }) => `${from.node} ${to.node}`)
    expect(edges).toEqual(['lead bank', 'bank lead', `lead ${id}`, `${id} lead`])
  })

  it('leads on by its usual way as anything else', () => {
    const drawnOn = connecting(once, 'lead', 'out', 'market')
    expect(drawnOn?.command.type).toBe('edge.add')
  })
})

describe('keys', () => {
  it('add one kind each and take none that is spoken for', () => {
    const keys = KINDS.map((kind: NodeKind) => LOOKS[kind].key)
    expect(new Set(keys).size).toBe(keys.length)
    // N a note, P publish, G the ways to other screens.
    for (const taken of ['N', 'P', 'G']) expect(keys).not.toContain(taken)
  })
})

describe('durations', () => {
  it.each([
    [1, '1 second'],
    [90, '90 seconds'],
    [3600, '1 hour'],
    [7200, '2 hours'],
    [90 * 60, '90 minutes'],
    [3 * 86_400, '3 days'],
  ])('%i seconds are %s', (seconds, words) => {
    expect(sayDuration(seconds)).toBe(words)
    const { count, unit } = inUnit(seconds)
    expect(words.startsWith(`${count} ${unit.slice(0, -1)}`)).toBe(true)
  })
})
