import { describe, expect, it } from 'vitest'
import { edit, startHistory, undo } from '@/domain/team/history'
import { reduce } from '@/domain/team/reduce'
import { teamDocumentSchema } from '@/domain/team/document'
import { completePath } from '../inspector/fields/complete-path'
import { addNode } from './add-node'
import { CARD } from '../geometry/shapes'
import { copySelected, pasteClip, placesIn, readClip } from './clip'
import { enumFixes } from './enum-fixes'
import { fitRows } from './fit-rows'
import { firstAdded, withRoom } from './make-room'
import { placeOf } from './place-of'
import { otherContracts, takeOver } from './other-contracts'
import { readableAt } from './readable-at'
import { refusal } from './refusals'
import { removeSelected } from './remove'
import { saveContract } from './save-contract'
import { NOTHING, onlyOne, stillThere } from './selection'
import { readState, toggleRead } from './toggle-read'

const band = (...values: string[]) => ({
  type: 'object',
  properties: { band: { enum: values, 'x-classification': 'confidential' }, seats: { type: 'integer' } },
  required: ['band'],
})
const document = teamDocumentSchema.parse({
  format: 1,
  name: 'Desk',
  contracts: [
    { name: 'lead', version: 1, schema: band('low', 'high', 'unknown') },
    { name: 'ask', version: 1, schema: band('low', 'high') },
  ],
  nodes: [
    { kind: 'trigger', id: 'start', name: 'Start', produces: 'lead@1' },
    {
      kind: 'agent',
      id: 'writer',
      name: 'Writer',
      accepts: 'ask@1',
      produces: 'ask@1',
      reads: ['start.band'],
    },
    { kind: 'human', id: 'approval', name: 'Approval', question: 'Send {{ writer.band }}?' },
  ],
  edges: [{ id: 'e', from: { node: 'writer' }, to: { node: 'approval' } }],
})
const [start, writer] = document.nodes
const [lead, ask] = document.contracts
if (!start || !writer || !lead || !ask) throw new Error('the document lacks its parts')

describe('a handoff', () => {
  it('that cannot fit is refused with the reason before it is drawn', () => {
    expect(refusal(document, 'start', 'out', 'writer')).toContain('lead 1 does not fit ask 1')
    expect(refusal(document, 'start', 'out', 'start')).toContain('cannot hand over to itself')
    expect(refusal(document, 'writer', 'out', 'start')).toContain('a run begins there')
    expect(refusal(document, 'writer', 'out', 'approval')).toContain('already')
    expect(refusal(document, 'approval', 'sent_back', 'writer')).toBeNull()
  })

  it('shows where the two sides differ, and ways out that fit', () => {
    const row = fitRows(lead.schema, ask.schema).find(({ name }) => name === 'band')
    expect(row?.misfit).toBeDefined()
    expect(row?.writes?.values).toEqual([
      { text: '"low"', refused: false },
      { text: '"high"', refused: false },
      { text: '"unknown"', refused: true },
    ])
    const fixes = enumFixes(document, { node: start, contract: lead }, { node: writer, contract: ask })
    expect(fixes).toHaveLength(2)
    for (const { command } of fixes)
      expect(refusal(reduce(document, command), 'start', 'out', 'writer')).toBeNull()
  })
})

describe('editing', () => {
  it('adds a node after the selected one, connected by its first open way', () => {
    const { command, id } = addNode(document, { kind: 'end', at: { x: 3, y: 5 }, after: 'approval' })
    const after = reduce(document, command)
    expect(after.edges.at(-1)).toMatchObject({
      from: { node: 'approval', port: 'approved' },
      to: { node: id },
    })
    expect(after.layout.positions[id]).toEqual({ x: 0, y: 8 })
  })

  it('puts what a way out adds where there is room', () => {
    const end = { kind: 'end', id: 'end', name: 'End', outcome: 'done' } as const
    const add = { type: 'node.add', node: end, at: placeOf(document, 'approval') } as const
    const after = reduce(document, withRoom(document, { type: 'batch', commands: [add] }))
    const { x, y } = placeOf(document, 'approval')
    expect(after.layout.positions.end).toEqual({ x: x + 344, y })
  })

  it('puts it where the edit itself makes room', () => {
    const end = { kind: 'end', id: 'end', name: 'End', outcome: 'done' } as const
    const at = placeOf(document, 'approval')
    const move = { type: 'node.move', positions: { approval: { x: at.x, y: at.y + 400 } } } as const
    const add = { type: 'node.add', node: end, at } as const
    const after = reduce(document, withRoom(document, { type: 'batch', commands: [move, add] }))
    expect(after.layout.positions).toMatchObject({ end: at, approval: { y: at.y + 400 } })
  })

  it('pastes what was copied under names of its own, with what reads it', () => {
    const clip = copySelected(document, { ...NOTHING, nodes: ['writer', 'approval'] })
    const text = JSON.stringify(clip)
    expect(readClip('{"baton":1}')).toBeUndefined()
    const read = readClip(text)
    if (!read) throw new Error('the clip cannot be read back')
    const { command, selection } = pasteClip(document, read)
    const after = reduce(document, command)
    expect(selection.nodes).toEqual(['writer_2', 'approval_2'])
    expect(after.nodes.find(({ id }) => id === 'approval_2')).toMatchObject({
      name: 'Approval 2',
      question: 'Send {{ writer_2.band }}?',
    })
    expect(after.edges.at(-1)).toMatchObject({ from: { node: 'writer_2' }, to: { node: 'approval_2' } })
  })

  it('pastes as far from where it was copied as is asked, notes with it', () => {
    const note = { id: 'note', text: 'Why', x: 400, y: 40, width: 208 }
    const noted = { ...document, layout: { positions: { writer: { x: 16, y: 24 } }, notes: [note] } }
    const clip = copySelected(noted, { nodes: ['writer'], notes: ['note'] })
    if (!clip) throw new Error('nothing was copied')
    expect(placesIn(clip)).toEqual([
      { x: 16, y: 24, ...CARD },
      { x: 400, y: 40, width: 208, height: CARD.height },
    ])
    const { layout } = reduce(noted, pasteClip(noted, clip, { x: 1000, y: -8 }).command)
    expect(layout.positions.writer_2).toEqual({ x: 1016, y: 16 })
    expect(layout.notes.at(-1)).toMatchObject({ text: 'Why', x: 1400, y: 32 })
  })

  it('knows what a way out adds, so that it can be selected', () => {
    const end = { kind: 'end', id: 'end', name: 'End', outcome: 'done' } as const
    const add = { type: 'node.add', node: end, at: { x: 0, y: 0 } } as const
    const remove = { type: 'node.remove', id: 'writer' } as const
    expect(firstAdded({ type: 'batch', commands: [remove, { type: 'batch', commands: [add] }] })).toBe('end')
    expect(firstAdded({ type: 'batch', commands: [remove] })).toBeUndefined()
    expect(firstAdded(remove)).toBeUndefined()
  })

  it('pastes a contract that means something else here as its next version', () => {
    const clip = copySelected(document, { ...NOTHING, nodes: ['start'] })
    if (!clip) throw new Error('nothing was copied')
    const other = { ...document, contracts: [{ ...lead, schema: band('low') }] }
    const after = reduce(other, pasteClip(other, clip).command)
    expect(after.contracts.map(({ version }) => version)).toEqual([1, 2])
    expect(after.nodes.at(-1)).toMatchObject({ produces: 'lead@2' })
  })

  it('removes all that is selected as one edit', () => {
    const command = removeSelected(document, { ...NOTHING, nodes: ['writer'], edges: ['e'] })
    expect(command).toEqual({
      type: 'batch',
      label: 'Remove',
      commands: [{ type: 'node.remove', id: 'writer' }],
    })
    expect(removeSelected(document, NOTHING)).toBeUndefined()
  })

  it('keeps of the selection what an undo left', () => {
    const selected = { nodes: ['start', 'gone'], edges: ['e', 'gone'], notes: ['gone'], groups: ['gone'] }
    expect(stillThere(selected, document)).toEqual({ ...NOTHING, nodes: ['start'], edges: ['e'] })
    expect(onlyOne(stillThere({ ...NOTHING, nodes: ['start', 'gone'] }, document))?.id).toBe('start')
    const there = { ...NOTHING, nodes: ['start'] }
    expect(stillThere(there, document)).toBe(there)
  })

  it('puts a new version of a contract wherever the old one was', () => {
    const after = reduce(document, saveContract(document, ask, { ...ask, version: 2 }))
    expect(after.nodes[1]).toMatchObject({ accepts: 'ask@2', produces: 'ask@2' })
    expect(after.contracts.map(({ name, version }) => `${name}@${version}`)).toEqual(['lead@1', 'ask@2'])
  })

  it('finds a contract also where requests are made of it', () => {
    const asksBack = { max: 3, contract: 'ask@1' }
    const asking = reduce(document, {
      type: 'node.update',
      id: document.nodes[1]?.id ?? '',
      patch: { asksBack },
    })
    const after = reduce(asking, saveContract(asking, ask, { ...ask, version: 2 }))
    expect(after.nodes[1]).toMatchObject({ asksBack: { max: 3, contract: 'ask@2' } })
    const other = reduce(asking, {
      type: 'node.update',
      id: document.nodes[1]?.id ?? '',
      patch: { asksBack: { max: 1, contract: 'lead@1' } },
    })
    const clip = copySelected(other, { ...NOTHING, nodes: [document.nodes[1]?.id ?? ''] })
    expect(clip?.contracts.map(({ name }) => name)).toEqual(['lead', 'ask'])
  })
})

describe('a contract of another team', () => {
  const version = (more: object) => ({
    version: 1,
    schema: band('low'),
    description: 'An order',
    publishedAt: new Date(0),
    digest: null,
    usedBy: [{ slug: 'shop', name: 'Shop', where: 'both' as const }],
    ...more,
  })
  const listed = (name: string, more: object = {}) => ({ name, description: '', versions: [version(more)] })

  it('is offered when it is published and not here yet', () => {
    const offered = otherContracts(
      [
        listed('order'),
        listed('lead'),
        listed('drafted', { publishedAt: null }),
        listed('mine', { usedBy: [{ slug: 'desk', name: 'Desk', where: 'published' }] }),
        listed('anything', { schema: true }),
      ],
      document,
      'desk',
    )
    expect(offered.map(({ contract, teams }) => [contract.name, teams])).toEqual([['order', ['Shop']]])
  })

  it('is taken over with what names it, as one edit', () => {
    const [other] = otherContracts([listed('order')], document, 'desk')
    if (!other) throw new Error('nothing is offered')
    const command = takeOver(other.contract, {
      type: 'node.update',
      id: 'writer',
      patch: { accepts: 'order@1' },
    })
    const after = edit(startHistory(document), command)
    expect(after.document.nodes[1]).toMatchObject({ accepts: 'order@1' })
    expect(after.document.contracts.at(-1)).toEqual(other.contract)
    expect(undo(after).history.document).toEqual(document)
  })
})

describe('what a node may read', () => {
  it('is what stands before it, with its fields, for completion and checks', () => {
    const { paths, scope } = readableAt(document, 'approval')
    expect(paths).toEqual([
      'writer',
      'writer.band',
      'writer.seats',
      'decision.writer.confidence',
      'decision.writer.agent',
    ])
    expect(Object.keys(scope)).toEqual(['writer', 'decision'])
  })

  it('completes paths at the caret, in templates only within braces', () => {
    const paths = ['draft.amount', 'draft.stage']
    expect(completePath('draft.st', 8, paths, false)).toEqual({ from: 0, to: 8, options: ['draft.stage'] })
    expect(completePath('Pay {{ amou', 11, paths, true)).toEqual({
      from: 7,
      to: 11,
      options: ['draft.amount'],
    })
    expect(completePath('Pay amou', 8, paths, true)).toBeUndefined()
    expect(completePath('x == "dra', 9, paths, false)).toBeUndefined()
  })

  it('keeps reads as few paths as say it', () => {
    const all = ['a', 'a.x', 'a.y', 'a.y.z', 'a.y.w']
    expect(toggleRead(['a.x', 'a.y.z'], 'a', true, all)).toEqual(['a'])
    expect(toggleRead(['a'], 'a.y.z', false, all)).toEqual(['a.x', 'a.y.w'])
    expect([readState(['a.y'], 'a'), readState(['a.y'], 'a.y.z'), readState([], 'a')]).toEqual([
      'indeterminate',
      true,
      false,
    ])
  })
})
