import { MODEL_TIERS, type Agent } from '../team/agent'
import type { Decide, PolicyEntity } from './cedar/decide'
import type { PolicySet } from './cedar/policy'
import type { Sight } from './cedar/schema'
import { cedarTokens } from './cedar/tokens'
import { CLASSIFICATIONS, clears, type Category, type Classification } from './classification'
import { MASKS, mostTelling, type Mask } from './mask'
import type { ViewField } from './view'

/** A field of a contract, as policies know it. */
export interface SeenField {
  /** Names of the contracts it may be of, without their versions: a policy holds for those to come. */
  contracts: readonly string[]
  /** Within the contract (`contacts.*.email`); empty for all of it. */
  path: string
  classification: Classification | undefined
  categories: readonly Category[]
  owner?: string
}

/** An agent, with what policies may ask of it. */
export type Doer = Pick<Agent, 'slug' | 'clearance' | 'categories' | 'tier' | 'autonomy' | 'owner'>

/** Who looks. */
export interface Looker extends Doer {
  name: string
  /** Where a person looks, and no agent. */
  person?: { id: string; roles: readonly string[]; groups: readonly string[] }
}

export type Judgement = Pick<ViewField, 'visibility' | 'mask' | 'because' | 'policies'>

/** What somebody sees of a field. */
export type Sees = (looker: Looker, field: SeenField) => Judgement

/** On whose behalf, and what for. */
export interface Errand {
  team: string
  purpose: string
}

/**
 * Sees by policies: as it is where that is permitted, else under a pseudonym, else masked, else not at all. A policy that
 * forbids wins over all that permit.
 */
export function seesBy(decide: Decide, policies: PolicySet, { team, purpose }: Errand): Sees {
  const known = knownBy(policies)
  const titles = new Map(policies.map(({ id, title }) => [id, title]))
  const masks = new Map(policies.flatMap(({ id, text }) => maskIn(text).map((mask) => [id, mask] as const)))
  const teamEntity: PolicyEntity = { type: 'Team', id: known.team ? team : '', attrs: { purpose } }
  const context = { purpose, team: { __entity: { type: 'Baton::Team', id: teamEntity.id } } }
  return (looker, field) => {
    const principal = looker.person ? personEntity(looker, looker.person) : agentEntity(looker, known)
    const resource = fieldEntity(field, known)
    const ask = (action: Sight) => decide({ principal, action, resource, context, others: [teamEntity] })
    const read = ask('field.read')
    if (read.allowed) return { visibility: 'clear', policies: read.policies }
    const alias = ask('field.pseudonym')
    const say = ([forbidding]: readonly string[]): string =>
      forbidding === undefined
        ? because(looker, field)
        : `The policy ${forbidding} forbids it: ${titles.get(forbidding) ?? ''}`
    const why = say(read.policies)
    if (alias.allowed) return { visibility: 'pseudonym', policies: alias.policies, because: why }
    const masking = ask('field.mask')
    if (!masking.allowed)
      return { visibility: 'absent', policies: masking.policies, because: say(masking.policies) }
    const mask = mostTelling(masking.policies.flatMap((id) => masks.get(id) ?? []))
    return {
      visibility: 'masked',
      ...(mask !== 'redacted' && { mask }),
      policies: masking.policies,
      because: why,
    }
  }
}

/** In words, why somebody does not see a field as it is, where no policy forbids it. */
export function because({ name, clearance, categories }: Looker, field: SeenField): string {
  const { classification } = field
  if (classification === undefined) return 'It is not classified, and what is not classified is hidden.'
  if (!clears(clearance, classification))
    return `It is ${classification}, above ${name}'s clearance (${clearance}).`
  const missing = field.categories.filter((category) => !categories.includes(category))
  if (missing.length > 0) return `It is ${missing.join(' and ')} data, which ${name} may not see unmasked.`
  return 'No policy permits it.'
}

interface Known {
  agent: boolean
  owner: boolean
  contract: boolean
  path: boolean
  team: boolean
}

const ALL: Known = { agent: true, owner: true, contract: true, path: true, team: true }

/**
 * What the policies could tell one from another by. What none of their texts names is left out of the question, so that
 * questions about a hundred fields become the few that differ.
 */
function knownBy(policies: PolicySet): Known {
  const text = policies.map((policy) => withoutComments(policy.text)).join('\n')
  // Letters that are spelled by their numbers could be any name.
  if (/\\[ux]/.test(text)) return ALL
  return {
    agent: /\b(?:Agent|Group)\s*::/.test(text) || text.includes('principal =='),
    owner: /\bowner\b/.test(text),
    contract: /\bContract\s*::/.test(text) || /\bField\s*::/.test(text),
    path: /\bpath\b/.test(text) || /\bField\s*::/.test(text),
    team: /\bTeam\s*::/.test(text),
  }
}

/** A comment may stand between the parts of a name. */
const withoutComments = (text: string): string =>
  cedarTokens(text)
    .filter(({ kind }) => kind === 'comment')
    .reduceRight((left, { from, to }) => left.slice(0, from) + left.slice(to), text)

/** An agent as policies know it. @param known what to leave out of the question; everything is told where it is left out */
export function agentEntity(looker: Doer, known: Known = ALL): PolicyEntity {
  return {
    type: 'Agent',
    id: known.agent ? looker.slug : '',
    attrs: {
      clearance: CLASSIFICATIONS.indexOf(looker.clearance),
      categories: looker.categories.toSorted(),
      tier: MODEL_TIERS.indexOf(looker.tier),
      autonomy: looker.autonomy,
      owner: known.owner ? looker.owner : '',
    },
  }
}

const personEntity = (
  { clearance, categories }: Looker,
  { id, roles, groups }: NonNullable<Looker['person']>,
): PolicyEntity => ({
  type: 'Person',
  id,
  attrs: { clearance: CLASSIFICATIONS.indexOf(clearance), categories: categories.toSorted() },
  in: [
    ...roles.map((role) => ({ type: 'Role', id: role })),
    ...groups.map((group) => ({ type: 'Group', id: group })),
  ],
})

/** A field as policies know it. */
export function fieldEntity(
  { contracts, path, classification, categories, owner }: SeenField,
  known: Known = ALL,
): PolicyEntity {
  return {
    type: 'Field',
    id: known.path ? `${contracts.join('|')}/${path}` : '',
    attrs: {
      path: known.path ? path : '',
      classified: classification !== undefined,
      // Of what is not classified the highest: a policy that forgets to ask is on the safe side.
      classification:
        classification === undefined ? CLASSIFICATIONS.length - 1 : CLASSIFICATIONS.indexOf(classification),
      categories: categories.toSorted(),
      ...(known.owner && owner !== undefined && { owner }),
    },
    in: known.contract ? contracts.map((id) => ({ type: 'Contract', id })) : [],
  }
}

/** By what its annotation says; what a comment or a text says of it is none. */
function maskIn(text: string): Mask[] {
  const parts = cedarTokens(text).filter(({ kind }) => kind !== 'comment')
  const words = parts.map(({ kind, from, to }) => ({ kind, word: text.slice(from, to) }))
  const at = words.findIndex(({ kind, word }) => kind === 'annotation' && word === '@mask')
  const { kind, word = '' } = words[at + 1] ?? {}
  return at < 0 || kind !== 'string' ? [] : MASKS.filter((mask) => `"${mask}"` === word)
}
