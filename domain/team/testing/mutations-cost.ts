import type { Catalogue } from '../checks/check'
import type { PricedModel, SetBudget } from '../cost/priced'
import { edits, set, unchanged, type Mutation, type Mutations } from './mutate'
import { agent, salesCatalogue } from './sales-team'

/** A million tokens in and out for $1 and $4; by another tier for a fifth of it. */
export const models: PricedModel[] = [
  {
    name: 'm-standard',
    tier: 'standard',
    sandbox: false,
    inMicrosPerMTok: '1000000',
    outMicrosPerMTok: '4000000',
  },
  { name: 'm-small', tier: 'small', sandbox: false, inMicrosPerMTok: '200000', outMicrosPerMTok: '800000' },
]

export const budget = (dollars: number, more: Partial<SetBudget> = {}): SetBudget => ({
  scope: 'team',
  subject: 'sales',
  period: 'run',
  capMicros: String(dollars * 1_000_000),
  hard: true,
  ...more,
})

/** The sales team's surroundings with prices and what may be spent. */
export const pricedCatalogue = (...budgets: SetBudget[]): Catalogue => ({
  ...salesCatalogue,
  slug: 'sales',
  models,
  budgets,
})

/** Nobody is shown more than a thousand tokens. */
const capped = edits(
  ...['research', 'drafting'].map((id) => set(id, { context: { maxTokens: 1000, over: 'prune' } })),
)
const costs = (name: string, code: string, catalogue: Catalogue, mutate = unchanged): Mutation => ({
  name,
  codes: [code],
  mutate,
  catalogue,
})

/** Changes of prices, budgets and views by which a run no longer fits what may be spent. */
export const costMutations: Mutations[] = [
  {
    check: 'cost',
    cases: [
      costs('less than one call', 'cost.never', pricedCatalogue(budget(0.005))),
      costs(
        'less than one call for a whole day',
        'cost.never',
        pricedCatalogue(budget(0.005, { period: 'day' })),
      ),
      costs(
        'less than one call for one agent',
        'cost.never',
        pricedCatalogue(budget(0.005, { scope: 'agent', subject: 'writer', period: 'month' })),
      ),
      costs('an answer longer than the budget', 'cost.never', pricedCatalogue(budget(0.1)), (team) =>
        edits(set('drafting', { maxOutputTokens: 32_000 }))(capped(team)),
      ),
      costs('less than the worst case', 'cost.over', pricedCatalogue(budget(0.5)), capped),
      costs(
        'less than the worst case in the whole workspace',
        'cost.over',
        pricedCatalogue(budget(0.5, { scope: 'workspace', subject: '' })),
        capped,
      ),
      costs(
        'less than the worst case of one agent',
        'cost.over',
        pricedCatalogue(budget(0.1, { scope: 'agent', subject: 'researcher' })),
        capped,
      ),
      costs(
        'a limit that is only watched',
        'cost.over',
        pricedCatalogue(budget(0.001, { hard: false })),
        capped,
      ),
      costs('a view without a largest size', 'cost.open', pricedCatalogue(budget(50))),
      costs('a summary of what has no largest size', 'cost.open', pricedCatalogue(budget(50)), (team) =>
        edits(set('drafting', { context: { maxTokens: 1000, over: 'summarise' } }))(capped(team)),
      ),
      costs('contracts without a longest text', 'cost.length', pricedCatalogue()),
      ...(
        [
          ['where one reader is shown little', 'research', { context: { maxTokens: 1000, over: 'prune' } }],
          ['where one is summarised', 'drafting', { context: { maxTokens: 1000, over: 'summarise' } }],
          ['where somebody stands in', 'drafting', { fallback: 'spare' }],
          ['where one is asked once', 'drafting', { retries: 0, repairs: 0 }],
        ] as const
      ).map(([name, id, change]) =>
        costs(
          `contracts without a longest text, ${name}`,
          'cost.length',
          pricedCatalogue(),
          edits(set(id, change)),
        ),
      ),
      costs('no model at all', 'cost.unknown', { ...pricedCatalogue(), models: [] }),
      costs('a model that is not there', 'cost.unknown', {
        ...pricedCatalogue(),
        agents: [agent('researcher'), agent('writer', { models: ['m-gone'] }), agent('spare')],
      }),
    ],
  },
]
