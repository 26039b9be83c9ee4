import { RISKS, type Risk } from '../effect/risk'
import { CLASSIFICATIONS, clears, type Category, type Classification } from '../policy/classification'

/** What a review is about, as far as rules ask. */
export interface RuledReview {
  teamId: string
  risk: Risk
  /** Slugs of the connections that an approval would send to. */
  connections: readonly string[]
}

/** What reviews of a kind ask of whoever decides them. A condition that is null holds for all. */
export interface ReviewRule {
  id: string
  teamId: string | null
  connection: string | null
  /** This risk or more. */
  risk: Risk | null
  fourEyes: boolean
  clearance: Classification | null
  categories: readonly Category[]
  group: { id: string; name: string } | null
}

/** All that the rules ask of one review, taken together. */
export interface Demands {
  fourEyes: boolean
  clearance: Classification | null
  categories: Category[]
  /** Whoever decides is in each of them. */
  groups: { id: string; name: string }[]
}

export const holdsFor = ({ teamId, connection, risk }: ReviewRule, review: RuledReview): boolean =>
  (teamId === null || teamId === review.teamId) &&
  (connection === null || review.connections.includes(connection)) &&
  (risk === null || RISKS.indexOf(review.risk) >= RISKS.indexOf(risk))

/** Of several rules each holds: the highest clearance, all categories, all groups. */
export function demandsOf(rules: readonly ReviewRule[], review: RuledReview): Demands {
  const held = rules.filter((rule) => holdsFor(rule, review))
  const levels = held.flatMap(({ clearance }) => clearance ?? [])
  return {
    fourEyes: held.some(({ fourEyes }) => fourEyes),
    clearance: CLASSIFICATIONS.findLast((level) => levels.includes(level)) ?? null,
    categories: [...new Set(held.flatMap(({ categories }) => categories))],
    groups: held.flatMap(({ group }) => group ?? []).filter(firstOf),
  }
}

const firstOf = ({ id }: { id: string }, at: number, all: readonly { id: string }[]): boolean =>
  all.findIndex((other) => other.id === id) === at

/** Why somebody does not meet what a rule or all of them ask, in a sentence; undefined when they do. */
export function unmet(
  {
    clearance,
    categories,
    groups,
  }: {
    clearance: Classification | null
    categories: readonly Category[]
    groups: readonly { id: string; name: string }[]
  },
  by: { clearance: Classification; categories: readonly Category[]; groups: readonly { id: string }[] },
): string | undefined {
  if (clearance !== null && !clears(by.clearance, clearance))
    return `It asks for the clearance ${clearance}; yours is ${by.clearance}.`
  const missing = categories.filter((category) => !by.categories.includes(category))
  if (missing.length > 0)
    return `It asks for clearance for ${missing.join(' and ')} data, which you do not have.`
  const outside = groups.find(({ id }) => !by.groups.some((group) => group.id === id))
  return outside && `It is for the group ${outside.name}, which you are not in.`
}
