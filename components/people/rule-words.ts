import { categoryLabel } from '@/components/ui/category-label'
import type { Risk } from '@/domain/effect/risk'
import type { Category, Classification } from '@/domain/policy/classification'

interface Conditions {
  team: string | null
  connection: string | null
  risk: Risk | null
}

/**
 * `the team Refunds, sending to House bank, of high risk`
 * @param nameOf what a connection is called, by its short name
 */
export function forInWords(
  { team, connection, risk }: Conditions,
  nameOf: (connection: string) => string,
): string {
  const parts = [
    team === null ? 'all teams' : `the team ${team}`,
    connection !== null && `sending to ${nameOf(connection)}`,
    risk !== null && risk !== 'low' && `of ${risk === 'high' ? 'high' : 'medium or high'} risk`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** `four eyes, clearance confidential for personal (pii) data, somebody of Legal` */
export function asksInWords({
  fourEyes,
  clearance,
  categories,
  group,
}: {
  fourEyes: boolean
  clearance: Classification | null
  categories: readonly Category[]
  group: { name: string } | null
}): string {
  const kinds = categories.length > 0 ? ` for ${categories.map(categoryLabel).join(' and ')} data` : ''
  const parts = [
    fourEyes && 'four eyes',
    clearance !== null ? `clearance ${clearance}${kinds}` : kinds !== '' && `clearance${kinds}`,
    group && `somebody of ${group.name}`,
  ]
  return parts.filter(Boolean).join(', ')
}
