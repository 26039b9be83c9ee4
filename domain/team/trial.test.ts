import { describe, expect, it } from 'vitest'
import { validateInstance } from '../contract/evaluate'
import { plan } from '../run/plan'
import type { Tried } from './trial'
import { planTrial } from './trial'
import { compileTeam } from './compile'
import type { TeamDocument } from './document'
import { salesCatalogue, salesTeam } from './testing/sales-team'
import { splitTeam } from './testing/split-team'

const check = (schema: Parameters<typeof validateInstance>[0], value: unknown) =>
  validateInstance(schema, value).map(({ pointer, message }) => ({ pointer, message }))

function trying(tried: Partial<Tried>, document: TeamDocument = salesTeam()) {
  const { bundle, problems } = compileTeam(document, salesCatalogue)
  if (!bundle) throw new Error(JSON.stringify(problems))
  return planTrial(bundle, document, { input: { account_id: 'A-1' }, ...tried }, check)
}
const problemsOf = (tried: Partial<Tried>, document?: TeamDocument) => trying(tried, document).problems ?? []

const dossier = { account: { name: 'Brightwater', email: 'a@b.example' }, deals: [7] }
const draft = { amount: 5, stage: 'open', note: 'x', contact: null }

describe('a trial of the whole team', () => {
  it('carries out everything, and is the same bundle but for being one', () => {
    const { bundle } = trying({})
    const whole = compileTeam(salesTeam(), salesCatalogue).bundle
    expect(bundle).toEqual({ ...whole, trial: { pins: {}, before: [] } })
  })

  it('checks the input and what is pinned, before anything starts', () => {
    expect(problemsOf({ input: { account_id: 7 } }).map(({ pointer }) => pointer)).toEqual([
      '/input/account_id',
    ])
    const pins = { research: { output: { ...dossier, deals: ['no'] } } }
    expect(problemsOf({ pins }).map(({ pointer }) => pointer)).toEqual(['/pins/research/output/deals/0'])
    expect(trying({ pins: { research: { output: dossier } } }).bundle?.trial?.pins).toEqual({
      research: { port: 'out', slot: 'research', output: dossier },
    })
  })

  it('refuses pins that nothing could go on with', () => {
    const said = (pins: Tried['pins']) => problemsOf({ pins }).map(({ message }) => message)
    expect(said({ start: { output: {} } })).toEqual([
      '"Start" begins the run: what it hands over is the input.',
    ])
    expect(said({ done: {} })).toEqual(['"Done" hands on nothing.'])
    expect(said({ research: {} })).toEqual(['Say what "Research" hands on.'])
    expect(said({ ghost: {} })).toEqual(['There is no step "ghost" in this team.'])
    expect(said({ person: {} })).toEqual(['Say which way "Person" takes: approved, rejected.'])
    expect(said({ person: { port: 'maybe' } })).toEqual([
      '"Person" has no way "maybe": it has approved, rejected.',
    ])
    expect(said({ person: { port: 'sent_back' } })).toEqual([
      '"Person" cannot be pinned to this way: it would be taken each time.',
    ])
    expect(trying({ pins: { person: { port: 'approved' } } }).bundle?.trial?.pins).toEqual({
      person: { port: 'approved' },
    })
  })
})

describe('a trial of a part', () => {
  it('goes from the trigger over the pins straight to where the part begins', () => {
    const { bundle } = trying({ from: 'drafting', to: 'limits', pins: { research: { output: dossier } } })
    expect(bundle?.trial).toMatchObject({ before: ['research'], from: 'drafting', to: 'limits' })
    if (!bundle) return
    const first = plan(bundle, [], { node: 'start', port: 'out' })
    expect(first).toMatchObject({ kind: 'go', next: { node: 'research' } })
    expect(plan(bundle, [], { node: 'research', port: 'out', subject: 'research' })).toMatchObject({
      kind: 'go',
      next: { node: 'drafting', arrived: { slot: 'research', contract: 'account.dossier@1' } },
    })
    expect(plan(bundle, [], { node: 'limits', port: 'pass', subject: 'drafting' })).toEqual({
      kind: 'end',
      outcome: 'done',
      node: 'limits',
    })
  })

  it('of one person who rejects, and from whom no way leads on, ends rejected', () => {
    const pins = { research: { output: dossier }, drafting: { output: draft } }
    const { bundle } = trying({ from: 'person', to: 'person', pins })
    if (!bundle) throw new Error('not planned')
    expect(plan(bundle, [], { node: 'person', port: 'rejected' })).toMatchObject({ outcome: 'rejected' })
    expect(plan(bundle, [], { node: 'person', port: 'approved' })).toMatchObject({ outcome: 'done' })
  })

  it('names every pin that it lacks', () => {
    expect(problemsOf({ from: 'drafting' }).map(({ expected }) => expected)).toEqual(['a pin for research'])
    expect(
      problemsOf({ from: 'update', to: 'update', pins: { drafting: { output: draft } } }).map(
        ({ message }) => message,
      ),
    ).toEqual(['"Update" reads what "Research" hands on, which comes before: pin "Research".'])
    expect(problemsOf({ from: 'drafting', to: 'drafting', pins: { research: { output: dossier } } })).toEqual(
      [],
    )
  })

  it('says that no path leads from its first to its last step', () => {
    const pins = { research: { output: dossier }, drafting: { output: draft } }
    expect(problemsOf({ from: 'limits', to: 'research', pins }).map(({ message }) => message)).toEqual([
      'No path leads from "Limits" to "Research".',
    ])
  })
})

describe('a trial of a team that splits', () => {
  const of = (tried: Partial<Tried>) => problemsOf(tried, splitTeam())

  it('takes one step of a path by itself, and no part that leaves it', () => {
    expect(of({ from: 'pricing', to: 'pricing' })).toEqual([])
    expect(of({ from: 'pricing' }).map(({ pointer }) => pointer)).toEqual(['/from', '/pins'])
    expect(of({ to: 'pricing' }).map(({ pointer }) => pointer)).toEqual(['/to'])
    expect(of({ from: 'pricing', to: 'research' }).map(({ pointer }) => pointer)).toContain('/from')
  })

  it('gives one item to a step that works on each', () => {
    const pins = { each: { output: { id: 'D-1' } }, research: { output: { deals: [] } } }
    const { bundle } = trying({ from: 'rating', to: 'rating', pins }, splitTeam())
    expect(bundle?.trial?.before).toEqual(['research', 'each'])
    if (!bundle) return
    expect(plan(bundle, [], { node: 'each', port: 'each', subject: 'each' })).toMatchObject({
      kind: 'go',
      next: { node: 'rating', arrived: { slot: 'each' } },
    })
    expect(of({ from: 'rating', to: 'rating', pins: { ...pins, each: { output: {} } } })).toMatchObject([
      { pointer: '/pins/each/output/id' },
    ])
  })

  it('pins nobody who splits, and takes what was gathered', () => {
    const said = of({ pins: { both: {}, each: { output: {} } } }).map(({ message }) => message)
    expect(said).toEqual([
      '"Both" splits the path: pin what comes before or after it.',
      '"Each" splits the path: pin what comes before or after it.',
    ])
    const scores = { results: [{ score: 1 }], missing: 0 }
    expect(
      of({ from: 'person', pins: { rated: { output: scores }, pricing: { output: { amount: 4 } } } }),
    ).toEqual([])
  })
})
