import { CLASSIFICATIONS } from '@/domain/policy/classification'
import type { Agent } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import { askedIn, PLACES, toldIn, type Canaries, type Canary, type Passed } from './canaries'

/** The usual purpose, and one for which the workspace's own policies allow less. */
export const PURPOSES = ['operations', 'training'] as const
export type Purpose = (typeof PURPOSES)[number]

/** What stands in the way of an agent, or a person, seeing a field, by the words of the product alone; and for the purpose. */
export function barred(
  { clearance, categories }: Pick<Agent, 'clearance' | 'categories'>,
  { field }: Canary,
  purpose: Purpose,
): string | undefined {
  if (!field.classification) return 'not classified'
  if (CLASSIFICATIONS.indexOf(field.classification) > CLASSIFICATIONS.indexOf(clearance))
    return 'above its clearance'
  if (field.categories.some((category) => !categories.includes(category)))
    return 'of a category it does not hold'
  if (purpose === 'training' && field.categories.includes('pii')) return 'personal, for training'
  return undefined
}

export interface Counted {
  prompts: number
  seen: number
  leaked: string[]
  missing: string[]
}

/** The prompts of one agent of a team, canary by canary. */
export function countPrompts(
  canaries: Canaries,
  bundle: Bundle,
  { slug, purpose, prompts }: { slug: string; purpose: Purpose; prompts: readonly Passed[] },
): Counted {
  const agent = bundle.agents[slug]
  if (!agent) throw new Error(`no agent ${slug}`)
  const counted: Counted = { prompts: 0, seen: 0, leaked: [], missing: [] }
  for (const { body, headers } of prompts) {
    const asked = askedIn(body)
    if (asked.agent !== slug) continue
    counted.prompts++
    const own = Object.values(bundle.nodes).filter((node) => 'agent' in node && node.agent === slug)
    const slots = new Set(
      own.flatMap(({ id }) => bundle.views[id]?.fields.map(({ path }) => path.split('.')[0] ?? '') ?? []),
    )
    const inIt = canaries.in(toldIn(body) + headers)
    for (const canary of inIt) {
      const why =
        barred(agent, canary, purpose) ?? (slots.has(canary.slot) ? undefined : 'of no slot that it reads')
      if (why) counted.leaked.push(`${slug} was sent ${canary.slot}.${canary.field.name}: ${why}`)
      else counted.seen++
    }
    // What is permitted of a slot comes whole: all fields of it at each place.
    for (const slot of new Set(inIt.map((canary) => canary.slot)))
      for (const place of PLACES) {
        const here = new Set(
          inIt.filter((one) => one.slot === slot && one.place === place).map(({ field }) => field),
        )
        for (const one of canaries.all.values())
          if (
            one.slot === slot &&
            one.place === place &&
            !barred(agent, one, purpose) &&
            !here.has(one.field)
          )
            counted.missing.push(`${slug} was not sent ${slot}.${one.field.name} (${place})`)
      }
  }
  return counted
}
