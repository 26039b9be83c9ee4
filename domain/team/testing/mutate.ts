import type { Catalogue } from '../checks/check'
import type { Command } from '../command'
import type { TeamDocument } from '../document'
import { reduce } from '../reduce'
import { contract, edge, field } from './draw-team'
import { salesCatalogue } from './sales-team'

/** A change of the sound sales team. */
export interface Mutation {
  name: string
  /** What it breaks, and nothing else. */
  codes: string[]
  mutate: (team: TeamDocument) => TeamDocument
  catalogue?: Catalogue
}

export const edits =
  (...commands: Command[]) =>
  (team: TeamDocument): TeamDocument =>
    reduce(team, { type: 'batch', commands })
export const unchanged = (team: TeamDocument): TeamDocument => team
export const set = (id: string, patch: Record<string, unknown>): Command => ({
  type: 'node.update',
  id,
  patch,
})
export const draw = (text: string): Command => ({ type: 'edge.add', edge: edge(text) })
export const cut = (id: string): Command => ({ type: 'edge.remove', id })
export const lead = (id: string, to: string): Command => ({ type: 'edge.reconnect', id, to: { node: to } })
export const add = (one: TeamDocument['nodes'][number]): Command => ({ type: 'node.add', node: one })
export const put = (...args: Parameters<typeof contract>): Command => ({
  type: 'contract.put',
  contract: contract(...args),
})
export const rule = (when: string, message = ''): Command =>
  set('limits', { rules: [{ id: 'D-1', name: 'Rule', when, then: 'review', message }] })
export const send = (value: string): Command => set('update', { fields: [{ name: 'x', value }] })
export const staffed = (...agents: Catalogue['agents']): Catalogue => ({ ...salesCatalogue, agents })
/** As the reducer would refuse to draw it, but a file may bring it. */
export const raw = (change: (team: TeamDocument) => Partial<TeamDocument>) => (team: TeamDocument) => ({
  ...team,
  ...change(team),
})

export const draftContract = (more: Record<string, unknown>): Command =>
  put(
    'deal.draft@1',
    {
      amount: field('number'),
      stage: { enum: ['open', 'won', 'lost'], 'x-classification': 'internal' },
      discount: field('number'),
      note: field('string'),
      ...more,
    },
    ['discount'],
  )

/** The ways to break one check. */
export interface Mutations {
  check: string
  /** The sound team that they change, when it is another. */
  team?: () => TeamDocument
  cases: Mutation[]
}
