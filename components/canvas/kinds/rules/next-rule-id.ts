import type { Rule } from '@/domain/team/kinds/rules'

/** The next id in the series of the last rule: after `D-4`, `D-5`. */
export function nextRuleId(rules: readonly Rule[]): string {
  const prefix = rules.at(-1)?.id.split('-')[0] ?? 'R'
  const numbers = rules
    .filter(({ id }) => id.startsWith(`${prefix}-`))
    .map(({ id }) => Number(id.split('-')[1]))
  return `${prefix}-${Math.max(0, ...numbers) + 1}`
}
