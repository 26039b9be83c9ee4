import { describe, expect, it } from 'vitest'
import { refOf, type Contract } from '../contract/contract'
import { teamCaseSchema, type TeamCase } from './case'
import { contractImpact, type TeamUses } from './contract-impact'
import { callsOf, outwardRefs } from './contract-calls'
import { contractReads } from './contract-reads'
import { contractTests } from './contract-tests'
import { contractUses } from './contract-uses'
import type { TeamDocument } from './document'
import { contract, drawTeam, field, node } from './testing/draw-team'
import { edits, set } from './testing/mutate'
import { salesTeam } from './testing/sales-team'

const usesOf = (
  slug: string,
  document: TeamDocument,
  name: string,
  where: TeamUses['where'] = 'draft',
  cases: TeamCase[] = [],
): TeamUses => ({
  team: { slug, name: slug },
  where,
  contracts: document.contracts.filter((one) => one.name === name),
  uses: contractUses(document, name),
  reads: contractReads(document, name, cases),
  tests: contractTests(document, name, cases),
  calls: [],
})
const team = salesTeam()
const named = (ref: string): Contract => team.contracts.find((one) => refOf(one) === ref) as Contract

describe('contractUses', () => {
  it('finds who takes a contract, hands it on, and begins with it', () => {
    expect(contractUses(team, 'lead.request').map(({ node, side }) => [node.id, side])).toEqual([
      ['start', 'begins'],
      ['research', 'takes'],
    ])
    expect(contractUses(team, 'deal.draft').map(({ node, side }) => [node.id, side])).toEqual([
      ['drafting', 'hands on'],
      ['update', 'takes'],
    ])
    expect(contractUses(team, 'nobody')).toEqual([])
  })

  it('finds what it meets at a handoff, also behind who only lets through', () => {
    const other = contract('deal.final@1', { amount: field('number') })
    const mixed = edits(
      { type: 'contract.put', contract: other },
      set('update', { accepts: 'deal.final@1' }),
    )(team)
    const [draft] = contractUses(mixed, 'deal.draft')
    expect(draft?.meets.map(({ edge, node }) => [edge, node])).toEqual([
      ['limits_pass_update', 'update'],
      ['person_approved_update', 'update'],
    ])
    const [final] = contractUses(mixed, 'deal.final')
    expect(final?.meets.map(({ edge, contract }) => [edge, refOf(contract)])).toEqual([
      ['limits_pass_update', 'deal.draft@1'],
      ['person_approved_update', 'deal.draft@1'],
    ])
  })
})

describe('contractImpact', () => {
  const request = named('lead.request@1')
  const wider = contract('lead.request@2', { account_id: field('string'), hurry: field('boolean') }, [
    'hurry',
  ]).schema
  const stricter = contract('lead.request@2', { account_id: field('string'), hurry: field('boolean') }).schema
  const verdicts = (after: object, teams: TeamUses[], edited?: string) =>
    contractImpact(request, after as never, teams, edited).map(
      ({ node, where, result }) => `${where} ${node.id} ${result.verdict}`,
    )

  it('compares every other place with the version that stands there', () => {
    const elsewhere = [
      usesOf('desk', team, 'lead.request'),
      usesOf('desk', team, 'lead.request', 'published'),
    ]
    expect(verdicts(wider, elsewhere)).toEqual([
      'draft start compatible',
      // It lists its fields, and knows no hurry.
      'draft research incompatible',
      'published start compatible',
      'published research incompatible',
    ])
    expect(verdicts(stricter, elsewhere.slice(0, 1))).toEqual([
      'draft start incompatible',
      'draft research incompatible',
    ])
    const [first] = contractImpact(request, stricter, elsewhere)
    expect(first?.result).toMatchObject({ verdict: 'incompatible', pointer: '/hurry' })
  })

  it('lets the draft that is edited go along, and compares what it meets there', () => {
    const own = [usesOf('desk', team, 'lead.request')]
    expect(verdicts(wider, own, 'desk')).toEqual(['draft start compatible', 'draft research compatible'])
    expect(verdicts(stricter, own, 'desk')).toEqual(['draft start incompatible', 'draft research compatible'])

    const final = contract('deal.final@1', { amount: field('number'), stage: field('string') })
    const mixed = edits(
      { type: 'contract.put', contract: final },
      set('update', { accepts: 'deal.final@1' }),
    )(team)
    const draft = named('deal.draft@1')
    const results = contractImpact(draft, draft.schema, [usesOf('desk', mixed, 'deal.draft')], 'desk')
    expect(results.map(({ must, result }) => [must, result.verdict])).toEqual([
      ['What the change allows must fit deal.final 1, which is asked further on', 'incompatible'],
      ['What the change allows must fit deal.final 1, which is asked further on', 'incompatible'],
    ])
  })

  it('finds expressions that read what is gone, of another type, or may be missing now', () => {
    const draft = named('deal.draft@1')
    const holds = teamCaseSchema.parse({
      name: 'Usual',
      kind: 'normal',
      input: { account_id: 'A-1' },
      expect: { ends: 'done', holds: ['drafting.amount < 5000.0', 'size(research.deals) > 0'] },
    })
    const own = [usesOf('desk', team, 'deal.draft', 'draft', [holds])]
    const changed = (more: Record<string, unknown>, optional: string[] = ['discount']) =>
      contractImpact(
        draft,
        contract(
          'deal.draft@1',
          { ...(draft.schema['properties'] as Record<string, unknown>), ...more },
          optional,
        ).schema,
        own,
        'desk',
      )
        .filter(({ side }) => side === 'reads' || side === 'tests')
        .map(({ node, must, result }) => [
          node.id,
          must,
          result.verdict === 'incompatible' ? result.reason : '',
        ])
    expect(changed({ amount: field('string') })).toEqual([
      ['limits', 'It reads drafting.amount > 10000', 'amount was a number, and is a text now'],
      ['update', 'It reads drafting.amount', 'amount was a number, and is a text now'],
      [
        'drafting',
        'Test case "Usual" expects drafting.amount < 5000.0',
        'amount was a number, and is a text now',
      ],
    ])
    expect(changed({}, ['discount', 'stage'])).toEqual([
      ['update', 'It reads drafting.stage', 'stage may be missing now'],
    ])
    // A discount is asked for first, and a whole number is a number.
    expect(changed({ amount: field('integer') })).toEqual([])
    const { discount: _gone, ...rest } = draft.schema['properties'] as Record<string, unknown>
    const gone = contractImpact(draft, contract('deal.draft@1', rest).schema, own, 'desk')
    expect(gone.filter(({ side }) => side === 'reads').map(({ result }) => result)).toEqual([
      { verdict: 'incompatible', pointer: '/discount', reason: 'discount is not there any more' },
      { verdict: 'incompatible', pointer: '/discount', reason: 'discount is not there any more' },
    ])
  })

  it('finds test cases whose input or pins no longer fit, but none that never did', () => {
    const kept = (name: string, input: object, pins = {}) =>
      teamCaseSchema.parse({ name, kind: 'normal', input, pins, expect: { ends: 'done' } })
    const cases = [kept('Usual', { account_id: 'A-1' }), kept('Odd', { account: 1 })]
    const impacts = contractImpact(
      request,
      stricter,
      [usesOf('desk', team, 'lead.request', 'draft', cases)],
      'desk',
    )
    expect(
      impacts.filter(({ side }) => side === 'tests').map(({ must, result }) => [must, result.verdict]),
    ).toEqual([['What test case "Usual" begins with must fit the change', 'incompatible']])
    const receipt = named('crm.receipt@1')
    const pinned = [kept('Pinned', { account_id: 'A-1' }, { update: { output: { id: 'R-1' } } })]
    const after = contract('crm.receipt@1', { id: field('string', { maxLength: 2 }) }).schema
    expect(
      contractImpact(receipt, after, [usesOf('desk', team, 'crm.receipt', 'draft', pinned)], 'desk')
        .filter(({ side }) => side === 'tests')
        .map(({ node, must, result }) => [node.id, must, result]),
    ).toMatchObject([
      ['update', 'What test case "Pinned" pins at "Update" must fit the change', { pointer: '/id' }],
    ])
  })

  it('compares what teams that call this one give it and get of it', () => {
    const caller = drawTeam({
      contracts: [
        contract('ask@1', { account_id: field('string') }),
        contract('told@1', { id: field('string') }),
      ],
      nodes: [
        node('trigger', 'start', { produces: 'ask@1' }),
        node('team', 'desk', { team: 'desk', produces: 'told@1' }),
        node('end', 'done'),
      ],
      edges: ['start -> desk', 'desk -> done'],
    })
    const calling = (name: string) => {
      const at = { team: { slug: 'front', name: 'Front' }, where: 'published' as const, document: caller }
      return [{ ...usesOf('desk', team, name), calls: callsOf(at, 'desk', outwardRefs(team, name)) }]
    }
    const told = (before: Contract, after: object) =>
      contractImpact(before, after as never, calling(before.name), 'desk')
        .filter(({ side }) => side === 'calls')
        .map(({ team: { slug }, node: { id }, must, result }) => [slug, id, must, result.verdict])
    expect(told(request, stricter)).toEqual([
      ['front', 'desk', 'ask 1, which it gives to desk, must fit the change', 'incompatible'],
    ])
    const receipt = named('crm.receipt@1')
    expect(told(receipt, contract('crm.receipt@1', { id: field('number') }).schema)).toEqual([
      [
        'front',
        'desk',
        'What desk brings after the change must fit told 1, which is expected there',
        'incompatible',
      ],
    ])
    expect(told(receipt, receipt.schema).map(([, , , verdict]) => verdict)).toEqual(['compatible'])
  })
})
