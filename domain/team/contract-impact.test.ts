import { describe, expect, it } from 'vitest'
import { refOf, type Contract } from '../contract/contract'
import { contractImpact, type TeamUses } from './contract-impact'
import { contractUses } from './contract-uses'
import type { TeamDocument } from './document'
import { contract, field } from './testing/draw-team'
import { edits, set } from './testing/mutate'
import { salesTeam } from './testing/sales-team'

const usesOf = (
  slug: string,
  document: TeamDocument,
  name: string,
  where: TeamUses['where'] = 'draft',
): TeamUses => ({
  team: { slug, name: slug },
  where,
  contracts: document.contracts.filter((one) => one.name === name),
  uses: contractUses(document, name),
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
})
