import { describe, expect, it } from 'vitest'
import { plan } from '../run/plan'
import { assembleTeam } from './compile'
import type { TeamDocument } from './document'
import { errorsWithin, withoutTheRest } from './sound-part'
import { node } from './testing/draw-team'
import { salesCatalogue, salesTeam } from './testing/sales-team'
import { planTrial, type Tried } from './trial'

const input = { account_id: 'A-1' }
const dossier = { account: { name: 'Brightwater', email: 'a@b.example' }, deals: [7] }
const draft = { amount: 5, stage: 'open', note: 'x', contact: null }

const changed = (id: string, patch: object): TeamDocument => {
  const team = salesTeam()
  return {
    ...team,
    nodes: team.nodes.map((one) => (one.id === id ? { ...one, ...patch } : one) as typeof one),
  }
}

function errorsOf(document: TeamDocument, tried: Partial<Tried>): string[] {
  const errors = assembleTeam(document, salesCatalogue).problems.filter(
    ({ severity }) => severity === 'error',
  )
  expect(errors.length).toBeGreaterThan(0)
  return errorsWithin(errors, document, { input, ...tried }).map(({ code }) => code)
}

describe('errors within a part', () => {
  const broken = changed('update', { connection: 'ghost' })

  it('are all there are, of the whole team', () => {
    expect(errorsOf(broken, {})).toContain('connections.unknown')
    expect(errorsOf(broken, { from: 'start' })).toContain('connections.unknown')
  })

  it('are those of the steps that are carried out', () => {
    expect(errorsOf(broken, { to: 'limits' })).toEqual([])
    expect(errorsOf(broken, { from: 'person', to: 'person' })).toEqual([])
    // Rules may let it pass straight to what is broken.
    expect(errorsOf(broken, { from: 'drafting', to: 'person' })).toContain('connections.unknown')
    expect(errorsOf(broken, { from: 'limits' })).toContain('connections.unknown')
    expect(errorsOf(broken, { from: 'limits', pins: { update: { output: {} } } })).toEqual([])
  })

  it('are not those of what comes before, which is pinned', () => {
    const unstaffed = changed('research', { agent: 'ghost' })
    expect(errorsOf(unstaffed, { from: 'drafting', to: 'limits' })).toEqual([])
    expect(errorsOf(unstaffed, { to: 'limits' })).toContain('agents.unknown')
  })

  it('are not those of where the last step leads', () => {
    const document = salesTeam()
    const half = {
      ...document,
      nodes: [...document.nodes, node('agent', 'loose', { agent: 'spare' })],
      edges: document.edges.filter(({ from }) => from.node !== 'research'),
    }
    expect(errorsOf(half, { from: 'research', to: 'research' })).toEqual([])
    expect(errorsOf(half, { from: 'research' })).toEqual(['ports.open'])
  })

  it('are those of handoffs between its steps, and of no others', () => {
    const misfit = changed('drafting', { accepts: 'deal.draft@1' })
    expect(errorsOf(misfit, { from: 'research', to: 'drafting' })).toContain('handoff.misfit')
    expect(errorsOf(misfit, { from: 'research', to: 'research' })).toEqual([])
    // What is pinned is held against the contract of who takes it up when it runs.
    expect(errorsOf(misfit, { from: 'limits', to: 'limits' })).toEqual([])
  })

  it('are all there are where nothing says where a run begins', () => {
    const document = salesTeam()
    const headless = { ...document, nodes: document.nodes.filter(({ kind }) => kind !== 'trigger') }
    expect(errorsOf(headless, { to: 'limits' })).toContain('trigger.missing')
  })
})

describe('the bundle of a sound part', () => {
  it('has neither the steps beyond it nor the ways to them, and ends as it did', () => {
    const document = changed('update', { connection: 'ghost' })
    const { assembled } = assembleTeam(document, salesCatalogue)
    if (!assembled) throw new Error('not assembled')
    const pins = { research: { output: dossier }, drafting: { output: draft } }
    const tried = { input, from: 'person', to: 'person', pins }
    const planned = planTrial(assembled, document, tried, () => [])
    if (!planned.bundle) throw new Error(JSON.stringify(planned.problems))
    const bundle = withoutTheRest(planned.bundle, document, tried)
    expect(Object.keys(bundle.nodes)).not.toContain('update')
    expect(plan(bundle, [], { node: 'start', port: 'out' })).toMatchObject({ next: { node: 'research' } })
    expect(plan(bundle, [], { node: 'person', port: 'approved' })).toMatchObject({ outcome: 'done' })
    expect(plan(bundle, [], { node: 'person', port: 'rejected' })).toMatchObject({ outcome: 'rejected' })
  })
})
