import { describe, expect, it } from 'vitest'
import { compileTeam } from './compile'
import { diffDocuments } from './diff'
import { reduce } from './reduce'
import { contract, drawTeam, field, node } from './testing/draw-team'
import { edits, set, staffed } from './testing/mutate'
import { agent, salesCatalogue, salesTeam } from './testing/sales-team'
import { teamFromYaml, teamToYaml } from './yaml'

const asking = edits(set('drafting', { asksBack: { max: 3 } }), {
  type: 'edge.add',
  edge: {
    id: 'asks',
    from: { node: 'drafting', port: 'request' },
    to: { node: 'research' },
  },
})
const standing = edits(set('drafting', { fallback: 'spare' }))

describe('an agent that may ask back', () => {
  it('compiles, leads back with what the other was first handed, and is counted', () => {
    const { problems, bundle, worstCase } = compileTeam(asking(salesTeam()), salesCatalogue)
    expect(problems).toEqual([])
    expect(bundle?.next['drafting']).toContainEqual({
      id: 'asks',
      port: 'request',
      to: 'research',
      carries: { slot: 'start', contract: 'lead.request@1' },
      returns: true,
    })
    // 18 once, 3 send-backs of 9, and 3 requests of both agents at the first visit and after each send-back.
    expect(worstCase.modelCalls).toBe(18 + 3 * 9 + 4 * 3 * 18)
  })

  it('has to lead its request somewhere', () => {
    const { problems } = compileTeam(
      edits(set('drafting', { asksBack: { max: 1 } }))(salesTeam()),
      salesCatalogue,
    )
    expect(problems).toMatchObject([{ code: 'ports.open', place: { node: 'drafting' } }])
    expect(problems[0]).not.toHaveProperty('fixes')
  })

  it('loses the handoff with the way out', () => {
    const without = reduce(asking(salesTeam()), set('drafting', { asksBack: null }))
    expect(without.edges.map(({ id }) => id)).toEqual(salesTeam().edges.map(({ id }) => id))
  })

  it('may not ask out of its lane', () => {
    const team = drawTeam({
      contracts: [contract('a@1', { x: field('string') })],
      nodes: [
        node('trigger', 'start', { produces: 'a@1' }),
        node('agent', 'first', { agent: 'researcher', produces: 'a@1' }),
        node('parallel', 'split', {
          ways: [
            { port: 'one', label: '' },
            { port: 'two', label: '' },
          ],
        }),
        node('agent', 'left', { agent: 'writer', produces: 'a@1', asksBack: { max: 1 } }),
        node('agent', 'right', { agent: 'spare', produces: 'a@1' }),
        node('join', 'both'),
        node('end', 'done'),
        node('end', 'no'),
      ],
      edges: [
        'start -> first',
        'first -> split',
        'split.one -> left',
        'split.two -> right',
        'left -> both',
        'left.request -> first',
        'right -> both',
        'both -> done',
        'both.short -> no',
      ],
    })
    const { problems } = compileTeam(team, salesCatalogue)
    expect(problems.map(({ code }) => code)).toContain('lanes.crossed')
  })

  it('names its contract wherever contracts are looked for', () => {
    const request = contract('draft.request@1', { question: field('string') })
    const team = edits(
      { type: 'contract.put', contract: request },
      set('drafting', { asksBack: { max: 1, contract: 'draft.request@1' } }),
    )(asking(salesTeam()))
    const compiled = compileTeam(team, salesCatalogue)
    expect(compiled.problems).toEqual([])
    expect(Object.keys(compiled.bundle?.contracts ?? {})).toContain('draft.request@1')
    const renamed = reduce(team, { type: 'contract.rename', ref: 'draft.request@1', to: 'plea@2' })
    expect(renamed.nodes.find(({ id }) => id === 'drafting')).toMatchObject({
      asksBack: { max: 1, contract: 'plea@2' },
      produces: 'deal.draft@1',
    })
    const gone = reduce(team, { type: 'contract.remove', ref: 'draft.request@1' })
    expect(compileTeam(gone, salesCatalogue).problems).toMatchObject([
      { code: 'contracts.unknown', place: { node: 'drafting', pointer: '/asksBack/contract' } },
    ])
  })
})

describe('an agent that stands in', () => {
  it('is in the bundle with a view of its own, and is counted', () => {
    const { problems, bundle, worstCase } = compileTeam(
      standing(salesTeam()),
      staffed(
        agent('researcher'),
        agent('writer'),
        agent('spare', { categories: ['pii'], clearance: 'public' }),
      ),
    )
    expect(problems).toMatchObject([{ code: 'stand_in.sees', severity: 'warning' }])
    expect(Object.keys(bundle?.agents ?? {})).toEqual(['researcher', 'spare', 'writer'])
    const email = (views: Record<string, { fields: { path: string; visibility: string }[] }> | undefined) =>
      views?.['drafting']?.fields.find(({ path }) => path === 'research.account.email')?.visibility
    expect([email(bundle?.views), email(bundle?.fallbackViews)]).toEqual(['clear', 'absent'])
    expect(worstCase.modelCalls).toBe(9 + 12 + 3 * 12)
  })

  it('leaves a team without one as it was', () => {
    expect(compileTeam(salesTeam(), salesCatalogue).bundle).not.toHaveProperty('fallbackViews')
  })

  it('is supervised when either of the two is', () => {
    const catalogue = staffed(agent('researcher'), agent('writer'), agent('spare', { autonomy: 1 }))
    const { problems } = compileTeam(standing(salesTeam()), catalogue)
    expect(problems).toMatchObject([{ code: 'autonomy.person', place: { node: 'drafting' } }])
  })

  it('may not be one who sees nothing at all', () => {
    const secret = { 'x-classification': 'restricted' }
    const team = drawTeam({
      contracts: [contract('a@1', { x: field('string', secret) }), contract('b@1', { y: field('string') })],
      nodes: [
        node('trigger', 'start', { produces: 'a@1' }),
        node('agent', 'read', { agent: 'researcher', produces: 'b@1', fallback: 'spare' }),
        node('end', 'done'),
      ],
      edges: ['start -> read', 'read -> done'],
    })
    const catalogue = staffed(agent('researcher', { clearance: 'restricted' }), agent('spare'))
    expect(compileTeam(team, catalogue).problems.map(({ code }) => code)).toEqual(['stand_in.blind'])
  })

  it('brings its tools to the check of connections', () => {
    const tools = [{ name: 'look', description: 'Looks', connection: 'nowhere', path: '/', parameters: {} }]
    const catalogue = staffed(agent('researcher'), agent('writer'), agent('spare', { tools }))
    expect(compileTeam(standing(salesTeam()), catalogue).problems).toMatchObject([
      { code: 'connections.unknown', place: { node: 'drafting', pointer: '/fallback' } },
    ])
  })
})

it('goes through YAML and is told apart in a diff', () => {
  const team = edits(set('drafting', { context: { maxTokens: 900, over: 'summarise' } }))(
    standing(asking(salesTeam())),
  )
  expect(teamFromYaml(teamToYaml({ document: team, agents: [] })).document).toEqual(team)
  expect(diffDocuments(salesTeam(), team).nodes.changed).toEqual([
    { id: 'drafting', fields: expect.arrayContaining(['asksBack', 'fallback', 'context']) as string[] },
  ])
  // Two calls more, at most, in each of three attempts and where another stands in.
  const { worstCase } = compileTeam(team, salesCatalogue)
  expect(worstCase.modelCalls).toBe(29 + 3 * 20 + 4 * 3 * 29)
})
