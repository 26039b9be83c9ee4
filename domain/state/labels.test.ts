import { describe, expect, it } from 'vitest'
import { assembleTeam } from '../team/compile'
import type { Bundle } from '../team/bundle'
import type { TeamDocument } from '../team/document'
import type { TeamNode } from '../team/node'
import { isStaffed, type StaffedNode } from '../team/staff'
import { contract, drawTeam, field, idField, node } from '../team/testing/draw-team'
import { edits, send, set } from '../team/testing/mutate'
import { readingCatalogue } from '../team/testing/mutations-words'
import { salesTeam } from '../team/testing/sales-team'
import { flowOf } from '../team/trust/flow-of'
import { labelAt, labelsAfter, type FlowStep } from './labels'
import { flowRefusal, readersRefusal } from './refusal'

function bundleOf(team: TeamDocument): Bundle {
  const { assembled } = assembleTeam(team, readingCatalogue())
  if (!assembled) throw new Error('A team without a beginning')
  return assembled
}

/** `research`, `limits.pass`: what was done, in order. */
const history = (...steps: (string | readonly [string, FlowStep['feedback']])[]): FlowStep[] =>
  steps.map((step) => {
    const [text, feedback] = typeof step === 'string' ? [step, null] : step
    const [id = '', port = 'out'] = text.split('.')
    return { node: id, port, iteration: 0, attempt: 0, status: 'done', feedback: feedback ?? null }
  })

const sales = bundleOf(edits(send('drafting.note'))(salesTeam()))
const flow = flowOf(sales)
const at = (id: string) => sales.nodes[id] as TeamNode
const after = (...steps: Parameters<typeof history>) => labelsAfter(flow, history(...steps))
const refused = (...steps: Parameters<typeof history>) => {
  const update = at('update')
  if (update.kind !== 'action') throw new Error('no action')
  return flowRefusal(flow, after(...steps), update)
}

describe('labels of a run', () => {
  it('name where words came in, and end where a contract leaves none', () => {
    const labels = after('start', 'research', 'drafting')
    expect([...labels.at('limits', 'drafting.note').words]).toEqual(['research'])
    expect([...labels.at('limits', 'drafting.stage').words]).toEqual([])
    expect([...labels.at('limits', 'start.account_id').words]).toEqual([])
    expect([...labels.shown(at('drafting') as StaffedNode).words]).toEqual(['research'])
  })

  it('tell who may see a place, and whether it is trusted', () => {
    const labels = after('start', 'research')
    expect(labelAt(flow, labels, 'drafting', 'research.account.email')).toEqual({
      classification: 'confidential',
      categories: ['pii'],
      trusted: false,
      sources: ['research'],
    })
    expect(labelAt(flow, labels, 'drafting', 'start.account_id')).toMatchObject({
      trusted: true,
      sources: [],
    })
    expect(labelAt(flow, labels, 'drafting', 'research.unknown').classification).toBeUndefined()
  })

  it('are clean of what a person approved, and of nothing written after', () => {
    const before = ['start', 'research', 'drafting', 'limits.review'] as const
    expect(refused(...before)?.code).toBe('untrusted')
    expect(refused(...before, 'person.approved')).toBeUndefined()
    expect(refused(...before, 'person.sent_back', 'drafting', 'limits.pass')?.message).toContain('“Research”')
  })

  it('are not clean of what was hidden from the person who approved', () => {
    const before = ['start', 'research', 'drafting', 'limits.review'] as const
    const approved = (...unseen: string[]) =>
      [...before, ['person.approved', { reviewId: 'rev_1', edited: false, unseen }]] as const
    expect(refused(...approved())).toBeUndefined()
    expect(refused(...approved('drafting.stage'))).toBeUndefined()
    for (const hidden of ['drafting.note', 'drafting'])
      expect(refused(...approved(hidden))?.code).toBe('untrusted')
    expect(refused(...approved('drafting.note'), 'person.approved')).toBeUndefined()
    const read = after(...approved('drafting.note')).read(at('drafting') as StaffedNode, 'update')
    expect([...read.words]).toEqual(['research'])
  })

  it('tell what an agent has read by the time of an effect, until a person approves its work', () => {
    const read = (id: string, ...steps: Parameters<typeof history>) => [
      ...after(...steps).read(at(id) as StaffedNode, 'update').words,
    ]
    const before = ['start', 'research', 'drafting', 'limits.review'] as const
    expect(read('drafting', 'start')).toEqual([])
    expect(read('research', ...before)).toEqual(['research'])
    expect(read('drafting', ...before)).toEqual(['research'])
    expect(read('drafting', ...before, 'person.approved')).toEqual([])
    expect(read('drafting', ...before, 'person.sent_back', 'drafting', 'limits.pass')).toEqual(['research'])
    const byHand = { reviewId: 'rev_1', edited: true }
    expect(read('research', 'start', ['research', byHand], 'drafting', 'limits.pass')).toEqual([])
  })

  it('are clean of what a person wrote in an agent’s place', () => {
    const byHand = { reviewId: 'rev_1', edited: true }
    expect(refused('start', 'research', ['drafting', byHand], 'limits.pass')).toBeUndefined()
    expect(refused('start', ['research', byHand], 'drafting', 'limits.pass')).toBeUndefined()
  })

  it('bear the condition that chose the way, up to where the ways meet', () => {
    const ways = drawTeam({
      contracts: [
        contract('ask@1', { id: idField(), text: field('string') }),
        contract('kind@1', { kind: field('string', { enum: ['a', 'b'] }) }),
      ],
      nodes: [
        node('trigger', 'start', { produces: 'ask@1' }),
        node('router', 'ways', { routes: [{ port: 'x', label: '', when: 'start.text == "x"' }] }),
        node('agent', 'sort', { agent: 'writer', accepts: 'ask@1', produces: 'kind@1' }),
        node('rules', 'gate'),
        node('action', 'act', { connection: 'crm', fields: [{ name: 'k', label: '', value: 'sort.kind' }] }),
        node('end', 'done'),
        node('end', 'left'),
      ],
      edges: [
        'start -> ways',
        'ways.x -> sort',
        'ways.default -> left',
        'sort -> gate',
        'gate.pass -> act',
        'act -> done',
      ],
    })
    const bundle = bundleOf(ways)
    const act = bundle.nodes['act']
    if (act?.kind !== 'action') throw new Error('no action')
    const labels = labelsAfter(flowOf(bundle), history('start', 'ways.x', 'sort', 'gate.pass'))
    expect([...labels.decided('act')]).toEqual(['ways'])
    expect([...labels.at('act', 'sort.kind').chosen]).toEqual(['ways'])
    expect(flowRefusal(flowOf(bundle), labels, act)?.message).toContain('Whether “Act” is done')
  })
})

it('what a connection is not cleared for is not sent', () => {
  const sends = (value: string, connection = 'web') => {
    const bundle = bundleOf(edits(send(value), set('update', { connection }))(salesTeam()))
    const update = bundle.nodes['update']
    if (update?.kind !== 'action') throw new Error('no action')
    return readersRefusal(bundle, flowOf(bundle), update)
  }
  expect(sends('drafting.amount')).toBeUndefined()
  expect(sends('drafting.stage')?.message).toContain('drafting.stage, which is internal, over Web')
  expect(sends('research.account', 'crm')).toBeUndefined()
  expect(sends('research.account')?.code).toBe('view_denied')
  expect(sends('research.nowhere', 'crm')?.message).toContain('not classified')
})

describe('an agent that reviews', () => {
  const reviewed = (amends: boolean) => {
    const team = edits(set('update', { fields: [{ name: 'x', value: 'drafting.note' }], accepts: null }))(
      salesTeam(),
    )
    const drawn: TeamDocument = {
      ...team,
      nodes: [
        ...team.nodes,
        node('supervisor', 'check', { agent: 'researcher', reads: ['research.account.name'] }),
      ],
      edges: [
        ...team.edges.filter(({ id }) => id !== 'person_approved_update'),
        ...drawTeam({ nodes: [], edges: [] }).edges,
        { id: 'p_check', from: { node: 'person', port: 'approved' }, to: { node: 'check' } },
        { id: 'check_ok', from: { node: 'check', port: 'approved' }, to: { node: 'update' } },
        { id: 'check_no', from: { node: 'check', port: 'escalated' }, to: { node: 'person' } },
      ],
    }
    const bundle = bundleOf(drawn)
    const update = bundle.nodes['update']
    if (update?.kind !== 'action' || !isStaffed(bundle.nodes['check'] as TeamNode))
      throw new Error('not drawn')
    const steps = history('start', 'research', 'drafting', 'limits.review', 'person.approved', [
      'check.approved',
      { edited: amends },
    ])
    return { run: flowRefusal(flowOf(bundle), labelsAfter(flowOf(bundle), steps), update), drawn }
  }

  it('may write anew what a person had approved: the proof counts on it, and the run sees it', () => {
    expect(reviewed(false).run).toBeUndefined()
    expect(reviewed(true).run?.code).toBe('untrusted')
    const { problems } = assembleTeam(reviewed(true).drawn, readingCatalogue())
    expect(problems.map(({ code }) => code)).toContain('trust.words')
  })
})
