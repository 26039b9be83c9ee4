import { describe, expect, it, test } from 'vitest'
import { GATE_STAGES, gateOf, keptIn, personNeed, type GateFindings, type GateStageName } from './gate'
import { RISKS } from './risk'

const agent = (autonomy: number) => ({ slug: 'writer', name: 'Writer', autonomy, tainted: false })
const permit = { agent: 'Writer', deed: 'uses CRM', allowed: true, policies: ['connections.cleared'] }

const found = (more: Partial<GateFindings> = {}): GateFindings => ({
  shadow: false,
  risk: 'low',
  riskBecause: 'as the action says',
  schema: { problems: [], fits: 'Made with its one field.' },
  policy: [permit],
  rules: [],
  agents: [agent(3)],
  authorised: new Map(),
  idempotent: true,
  ...more,
})
const at = (more: Partial<GateFindings>, stage: GateStageName) => {
  const decision = gateOf(found(more))
  return { decision: decision.outcome, ...decision.stages.find((one) => one.stage === stage) }
}

describe('by autonomy and risk', () => {
  test.each([
    [0, 'simulate simulate simulate'],
    [1, 'ask ask ask'],
    [2, 'go ask ask'],
    [3, 'go go ask'],
  ])('level %i: %s', (autonomy, outcomes) => {
    expect(RISKS.map((risk) => gateOf(found({ risk, agents: [agent(autonomy)] })).outcome).join(' ')).toBe(
      outcomes,
    )
  })

  test.each([
    [0, 'simulate simulate simulate'],
    [1, 'ask ask ask'],
    [2, 'go go ask'],
    [3, 'go go ask'],
  ])('level %i, pre-authorised: %s', (autonomy, outcomes) => {
    const authorised = new Map([['writer', { id: 'pre_1', says: 'PATCH /deals/* over crm, 5 a day' }]])
    expect(
      RISKS.map((risk) => gateOf(found({ risk, agents: [agent(autonomy)], authorised })).outcome).join(' '),
    ).toBe(outcomes)
  })

  it('an approval lets out at every level but 0, whatever the risk', () => {
    const person = { review: 'rev_1', by: 'Ada', binds: true }
    for (const risk of RISKS)
      expect(
        [0, 1, 2, 3].map((level) => gateOf(found({ risk, person, agents: [agent(level)] })).outcome),
      ).toEqual(['simulate', 'go', 'go', 'go'])
  })

  it('of several agents the most closely watched counts, and each needs its own pre-authorisation', () => {
    const agents = [agent(3), { slug: 'other', name: 'Other', autonomy: 2, tainted: true }]
    expect(gateOf(found({ risk: 'medium', agents })).outcome).toBe('ask')
    const authorised = (slug: string) => new Map([[slug, { id: 'pre_1', says: 'this' }]])
    expect(gateOf(found({ risk: 'medium', agents, authorised: authorised('writer') })).outcome).toBe('ask')
    expect(gateOf(found({ risk: 'medium', agents, authorised: authorised('other') }))).toMatchObject({
      outcome: 'go',
      stages: expect.arrayContaining([
        expect.objectContaining({ stage: 'person', authorisations: ['pre_1'] }),
      ]),
    })
  })

  it('where no agent’s work is sent only high risk asks', () => {
    expect(RISKS.map((risk) => gateOf(found({ risk, agents: [], policy: [] })).outcome)).toEqual([
      'go',
      'go',
      'ask',
    ])
  })

  it('a level that does not exist is supervised', () => {
    expect([-1, 4, 1.5, NaN].map((level) => personNeed(level, 'low'))).toEqual(Array(4).fill('person'))
  })
})

describe('each stage', () => {
  const person = { review: 'rev_1', by: 'Ada', binds: true }
  const REFUSALS: [GateStageName, Partial<GateFindings>, string][] = [
    ['schema', { schema: { problems: ['It does not fit deal.note 1.'], fits: '' } }, 'does not fit'],
    ['policy', { policy: [{ ...permit, allowed: false, policies: ['no-crm'] }] }, 'no-crm forbids'],
    ['policy', { policy: [{ ...permit, allowed: false, policies: [] }] }, 'No policy permits'],
    ['policy', { policy: [{ ...permit, allowed: false, policies: [], undecided: 'broken' }] }, 'broken'],
    ['rules', { rules: [{ node: 'checks', name: 'Checks', rejects: ['Too much.'], asks: [] }] }, 'Too much'],
    ['supervisor', { supervisor: { node: 'review', by: 'Judge', binds: false } }, 'Judge approved'],
    ['person', { person: { ...person, binds: false } }, 'Ada approved'],
  ]

  it.each(REFUSALS)(
    '%s refuses, whoever has approved, and nothing after it is looked at',
    (stage, more, why) => {
      const decision = gateOf(found({ person, ...more }))
      expect(decision.outcome).toBe('refuse')
      expect(decision.stages.map((one) => one.stage)).toEqual(GATE_STAGES)
      const place = GATE_STAGES.indexOf(stage)
      expect(decision.stages[place]).toMatchObject({ outcome: 'refused', why: expect.stringContaining(why) })
      for (const later of decision.stages.slice(place + 1)) expect(later.outcome).toBe('not_reached')
      for (const earlier of decision.stages.slice(0, place))
        expect(['passed', 'not_needed']).toContain(earlier.outcome)
    },
  )

  it('one policy of several that forbids is enough, and is named alone', () => {
    const policy = [permit, { ...permit, deed: 'writes amount', allowed: false, policies: ['no-amount'] }]
    expect(at({ policy }, 'policy')).toMatchObject({ decision: 'refuse', policies: ['no-amount'] })
  })

  it('a rule that asks holds it for a person, at any level, until one has approved', () => {
    const rules = [{ node: 'checks', name: 'Checks', rejects: [], asks: ['Above 1000.'] }]
    expect(at({ rules }, 'rules')).toMatchObject({ decision: 'ask', outcome: 'held', why: 'Above 1000.' })
    expect(at({ rules, person }, 'rules')).toMatchObject({ decision: 'go', outcome: 'passed' })
  })

  it('names the review, the supervisor and the rules that let it through', () => {
    const decision = gateOf(
      found({
        person,
        supervisor: { node: 'review', by: 'Judge', binds: true },
        rules: [{ node: 'checks', name: 'Checks', rejects: [], asks: [] }],
      }),
    )
    expect(decision.stages).toMatchObject([
      { stage: 'schema', outcome: 'passed' },
      { stage: 'policy', outcome: 'passed', policies: ['connections.cleared'] },
      { stage: 'rules', outcome: 'passed', nodes: ['checks'] },
      { stage: 'supervisor', outcome: 'passed', nodes: ['review'] },
      { stage: 'person', outcome: 'passed', review: 'rev_1' },
      { stage: 'execution', outcome: 'passed' },
    ])
  })

  it('waits with sending while a person is asked, and says so; what is refused does not go out', () => {
    const asked = gateOf(found({ agents: [agent(1)] }))
    expect([asked.outcome, asked.stages.at(-1)?.why]).toEqual(['ask', 'Not yet: a person decides first.'])
    const refused = gateOf(found({ schema: { problems: ['It does not fit.'], fits: '' } }))
    expect(refused.stages.at(-1)?.why).toBe('Not looked at: it does not go out.')
  })

  it('names who has read what nobody vouches for, and what kept in what all stages let out', () => {
    const agents = [agent(3), { ...agent(3), slug: 'other', tainted: true }]
    const decision = gateOf(found({ agents }))
    expect(decision).toMatchObject({ outcome: 'go', agents: ['writer', 'other'], tainted: ['other'] })
    const kept = keptIn(decision, 'Words that nobody has checked.')
    expect(kept.outcome).toBe('refuse')
    expect(kept.stages.slice(0, -1)).toEqual(decision.stages.slice(0, -1))
    expect(kept.stages.at(-1)).toEqual({
      stage: 'execution',
      outcome: 'refused',
      why: 'Words that nobody has checked.',
    })
  })

  it('what changed since it was approved is asked again', () => {
    expect(at({ agents: [agent(1)], changed: 'Ada' }, 'person')).toMatchObject({
      outcome: 'held',
      why: expect.stringContaining('has changed since Ada approved it'),
    })
  })

  it('what goes elsewhere than when it was approved is asked again, whatever the level', () => {
    const moved = { connection: 'CRM', since: 'Ada' }
    expect(at({ agents: [agent(3)], risk: 'low', moved }, 'person')).toMatchObject({
      outcome: 'held',
      why: expect.stringContaining('CRM leads elsewhere than when Ada approved it'),
    })
  })

  it('a shadow sends nothing, asks nobody, and says who would be asked', () => {
    expect(at({ shadow: true, agents: [agent(1)] }, 'person')).toMatchObject({
      decision: 'simulate',
      outcome: 'not_needed',
      why: expect.stringContaining('Live, a person would be asked'),
    })
    expect(at({ shadow: true }, 'execution').outcome).toBe('simulated')
    expect(at({ shadow: true, policy: [{ ...permit, allowed: false }] }, 'policy').decision).toBe('refuse')
  })
})
