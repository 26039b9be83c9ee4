import { jsonEquals } from '../contract/json-schema'
import type { ConflictNode, SettlingPolicy } from '../team/kinds/conflict'

/** What one agent says of the subject. */
export interface Claim {
  /** The claimant's node. */
  by: string
  value: unknown
  /** How sure it was, from 0 to 1; absent where nothing is known of it. */
  confidence?: number
}

/** What a node that settles writes. `why` is made by machine: the words of agents and people stay on the record. */
export interface Settled {
  value: unknown
  /** The node whose claim holds. */
  by: string
  policy: SettlingPolicy
  /** Whether all claimed the same. */
  agreed: boolean
  losing: (Claim & { why: string })[]
}

export type Settling =
  | { kind: 'settled'; settled: Settled }
  /** An agent or a person is to choose among the claims. */
  | { kind: 'ask'; whom: 'supervisor' | 'person'; because: string }
  /** The claims cannot be compared. */
  | { kind: 'incomparable'; message: string }

type Rule = Pick<ConflictNode, 'policy' | 'compare' | 'owner' | 'margin' | 'otherwise'>

/** What comes of the claims by the node's rule alone. Pure: the order of the claims decides only between equals. */
export function settle(rule: Rule, claims: readonly Claim[]): Settling {
  const { compare } = rule
  const odd = compare === 'equal' ? undefined : claims.find(({ value }) => typeof value !== 'number')
  if (odd) return { kind: 'incomparable', message: `The claim of "${odd.by}" is not a number.` }
  const [surest] = bySureness(claims)
  const owner = claims.find(({ by }) => by === rule.owner)
  const first = owner ?? surest
  if (!first) return { kind: 'incomparable', message: 'There are no claims.' }
  if (allAgree(compare, claims)) return settled(rule, claims, first, rule.policy, true, () => '')
  switch (rule.policy) {
    case 'owner':
      return byOwner(rule, claims, owner)
    case 'confidence':
      return byConfidence(rule, claims, owner)
    default:
      return { kind: 'ask', whom: rule.policy, because: 'The claims disagree.' }
  }
}

/** The claim that somebody chose; who and why stands on the record. @param chosen index into the claims */
export function choose(
  rule: Pick<Rule, 'compare'>,
  claims: readonly Claim[],
  chosen: number,
  by: 'supervisor' | 'person',
): Settled | undefined {
  const claim = claims[chosen]
  if (!claim) return undefined
  const why = by === 'person' ? 'A person chose another claim.' : 'The adjudicator chose another claim.'
  return settled(rule, claims, claim, by, false, () => why).settled
}

function byOwner(rule: Rule, claims: readonly Claim[], owner: Claim | undefined): Settling {
  if (!owner) return { kind: 'ask', whom: 'person', because: 'Its decision owner claims nothing.' }
  return settled(rule, claims, owner, 'owner', false, () => 'The decision owner claims otherwise.')
}

function byConfidence(rule: Rule, claims: readonly Claim[], owner: Claim | undefined): Settling {
  const [surest] = bySureness(claims)
  const rival = surest && bySureness(claims).find((one) => !agree(rule.compare, surest.value, one.value))
  const lead = (surest?.confidence ?? 0) - (rival?.confidence ?? 0)
  const known = claims.every(({ confidence }) => confidence !== undefined)
  // 0.9 − 0.8 is a little less than 0.1 in floating point.
  if (surest && known && lead > 0 && lead + EPSILON >= rule.margin)
    return settled(
      rule,
      claims,
      surest,
      'confidence',
      false,
      ({ confidence }) => `It is less sure: ${shown(confidence)} against ${shown(surest.confidence)}.`,
    )
  return rule.otherwise === 'owner'
    ? byOwner(rule, claims, owner)
    : {
        kind: 'ask',
        whom: 'person',
        because: known
          ? `Nobody is surer by ${rule.margin}: the two that lead are ${shown(surest?.confidence)} and ${shown(rival?.confidence)}.`
          : 'It is not known how sure each of them is.',
      }
}

function settled(
  { compare }: Pick<Rule, 'compare'>,
  claims: readonly Claim[],
  winner: Claim,
  policy: SettlingPolicy,
  agreed: boolean,
  why: (loser: Claim) => string,
): Extract<Settling, { kind: 'settled' }> {
  const losing = agreed
    ? []
    : claims
        .filter((one) => one !== winner && !agree(compare, winner.value, one.value))
        .map((one) => ({ ...one, why: why(one) }))
  return { kind: 'settled', settled: { value: winner.value, by: winner.by, policy, agreed, losing } }
}

const EPSILON = 1e-9

function agree(compare: Rule['compare'], a: unknown, b: unknown): boolean {
  if (compare === 'equal' || typeof a !== 'number' || typeof b !== 'number') return jsonEquals(a, b)
  return Math.abs(a - b) <= compare + EPSILON * Math.max(1, Math.abs(a), Math.abs(b))
}

/** Every pair agrees: with a tolerance, each being near the next is not enough. */
const allAgree = (compare: Rule['compare'], claims: readonly Claim[]): boolean =>
  claims.every((a, i) => claims.slice(i + 1).every((b) => agree(compare, a.value, b.value)))

const bySureness = (claims: readonly Claim[]): Claim[] =>
  [...claims].sort((a, b) => (b.confidence ?? -1) - (a.confidence ?? -1))

const shown = (confidence: number | undefined): string => (confidence ?? 0).toFixed(2)
