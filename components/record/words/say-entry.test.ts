import { describe, expect, it } from 'vitest'
import { sayEntry } from './say-entry'
import { sentenceText, type Sayable } from './sentence'

const entry = (kind: string, more: Partial<Sayable> = {}): Sayable => ({
  kind,
  actor: { kind: 'agent', id: 'writer', name: 'Writer' },
  run: { id: 'run_1', title: 'Brightwater Marine' },
  team: { id: 'team_1', name: 'Deals' },
  node: 'draft',
  attempt: 0,
  subject: null,
  data: {},
  privates: {},
  unreadable: false,
  ...more,
})

describe('sayEntry', () => {
  it.each<[string, Sayable, string, string?]>([
    [
      'start',
      entry('run.started', { data: { number: 3, mode: 'live' } }),
      'Started Brightwater Marine on version 3',
    ],
    [
      'shadow',
      entry('run.started', { data: { number: 3, mode: 'shadow' } }),
      'Started Brightwater Marine on version 3 in shadow',
    ],
    [
      'a run taken up',
      entry('run.resumed', {
        data: { from: 'step', number: 4, before_number: 3 },
        privates: { reason: 'it is back' },
      }),
      'Took up again where it stopped: Brightwater Marine on version 4, until then on 3: “it is back”',
    ],
    [
      'a run done once more',
      entry('run.restarted', { data: { into: 'run_2', number: 4 } }),
      'Started Brightwater Marine once more on version 4',
    ],
    [
      'agent',
      entry('step.completed', { data: { kind: 'agent', contract: 'deal.note@1', hidden: [] } }),
      'Handed on deal.note 1',
    ],
    [
      'a request',
      entry('step.completed', {
        data: { kind: 'agent', contract: 'deal.note@1', asks: 'research', round: 1, of: 2 },
      }),
      'Asked research for more, request 1 of 2',
    ],
    [
      'one who stood in, with a view that was cut',
      entry('step.completed', {
        data: {
          kind: 'agent',
          contract: 'deal.note@1',
          hidden: [],
          instead_of: 'writer',
          fitted: { before: 9 },
        },
      }),
      'Handed on deal.note 1, in the place of writer, what it saw made to fit',
    ],
    [
      'hidden fields',
      entry('step.completed', { data: { kind: 'agent', contract: 'deal.note@1', hidden: ['a masked'] } }),
      'Handed on deal.note 1, 1 field hidden from it',
    ],
    [
      'rules pass',
      entry('step.completed', {
        data: {
          kind: 'rules',
          port: 'pass',
          rules: [
            { id: 'A-1', held: true },
            { id: 'A-2', held: true },
          ],
        },
      }),
      'Passed 2 rules',
    ],
    [
      'rule stops',
      entry('step.completed', {
        data: {
          kind: 'rules',
          port: 'review',
          rules: [
            { id: 'A-1', held: false },
            { id: 'A-2', held: true },
          ],
        },
      }),
      'Stopped it for a review by A-1',
      'blocked',
    ],
    [
      'rule rejects',
      entry('step.completed', {
        data: { kind: 'rules', port: 'reject', rules: [{ id: 'A-1', held: false }] },
      }),
      'Rejected it by A-1',
      'blocked',
    ],
    [
      'write',
      entry('step.completed', {
        data: { kind: 'action', method: 'PATCH', connection: 'crm', name: 'Update' },
      }),
      'Wrote to crm: Update',
    ],
    [
      'read',
      entry('step.completed', { data: { kind: 'action', method: 'GET', connection: 'crm', name: 'Fetch' } }),
      'Read from crm: Fetch',
    ],
    [
      'simulated',
      entry('step.completed', { data: { kind: 'action', simulated: true, name: 'Update' } }),
      'Simulated Update',
    ],
    [
      'contract broken',
      entry('step.failed', { attempt: 1, data: { code: 'contract_violated', name: 'Draft' } }),
      'Refused what Draft handed over (attempt 2)',
      'failed',
    ],
    [
      'budget',
      entry('step.failed', { data: { code: 'budget_blocked' } }),
      'Blocked the call: the budget is used up',
      'blocked',
    ],
    [
      'waits for its turn',
      entry('step.waits', {
        data: { kind: 'agent', for_ms: 1200, waited_ms: 31_000, times: 2 },
        privates: { because: 'm-one is at its limit' },
      }),
      'Waits for its turn for 2 s: “m-one is at its limit”',
      'waiting',
    ],
    [
      'parked',
      entry('review.opened', { data: { kind: 'approval' }, privates: { question: 'Write 12?' } }),
      'Parked the run for an approval: Write 12?',
      'waiting',
    ],
    [
      'approved',
      entry('review.decided', {
        data: {
          kind: 'approval',
          decision: 'approve',
          edited: false,
          effects: [{ node: 'update', digest: 'x' }],
        },
      }),
      'Approved, 1 effect',
    ],
    [
      'edited',
      entry('review.decided', {
        data: { kind: 'approval', decision: 'approve', edited: true, effects: [{}, {}] },
        privates: { reason: 'fits' },
      }),
      'Approved after editing, 2 effects: “fits”',
    ],
    [
      'rejected',
      entry('review.decided', { data: { kind: 'approval', decision: 'reject' } }),
      'Rejected it',
      'blocked',
    ],
    [
      'four eyes',
      entry('verdict.refused', { data: { because: 'four_eyes' } }),
      'Refused the verdict: four eyes are asked for',
      'blocked',
    ],
    [
      'published',
      entry('team.published', { data: { slug: 'deals', number: 4 }, privates: { note: 'D-3' } }),
      'Published Deals version 4: “D-3”',
    ],
    [
      'stopped',
      entry('agent.stopped', { data: { agent: 'writer', reason: 'odd' } }),
      'Stopped the agent writer: “odd”',
      'blocked',
    ],
    [
      'raised',
      entry('budget.raised', { data: { scope: 'agent', subject: 'writer', from: '1000000', to: '2500000' } }),
      'Raised the budget of the agent writer from $1.0000 to $2.5000',
    ],
    [
      'set',
      entry('budget.set', {
        data: {
          ...{ scope: 'agent', subject: 'writer', period: 'day', cap_micros: '2500000', hard: true },
          before: { cap_micros: '1000000' },
        },
        privates: { reason: 'More leads' },
      }),
      'Changed the budget of the agent writer from $1.0000 to $2.5000 a day, hard: “More leads”',
    ],
    [
      'warned',
      entry('budget.warned', {
        data: { scope: 'agent', subject: 'writer', period: 'day', cap_micros: '100', spent_micros: '80' },
      }),
      'Warned that $0.0001 of the budget of the agent writer are spent, of $0.0001 a day',
      'waiting',
    ],
    [
      'granted',
      entry('model.granted', { run: null, data: { agent: '*', tier: 'large' } }),
      'Let every agent use models up to the tier large from now on',
    ],
    [
      'exported',
      entry('record.exported', { data: { size: 12, privates: true } }),
      'Exported 12 entries with the private values',
    ],
    ['unknown', entry('model.price_changed', { subject: 'quill-2' }), 'Price changed model quill-2'],
    ['unknown refusal', entry('webhook.refused'), 'Refused webhook', 'blocked'],
    [
      'altered',
      entry('step.completed', { unreadable: true }),
      'Altered its bytes are no entry any more',
      'failed',
    ],
  ])('says %s', (_what, given, said, tone) => {
    const sentence = sayEntry(given)
    expect(sentenceText(sentence)).toBe(said)
    expect(sentence.mark?.tone).toBe(tone)
  })

  it('survives data of any shape', () => {
    for (const kind of [
      'run.started',
      'step.completed',
      'step.failed',
      'review.decided',
      'budget.raised',
      'member.added',
    ])
      for (const value of [null, 7, 'text', [], [null], {}])
        expect(
          sentenceText(
            sayEntry(
              entry(kind, {
                data: { kind: value, rules: value, effects: value, from: value, roles: value, hidden: value },
              }),
            ),
          ),
        ).not.toContain('undefined')
  })
})
