import { isWithin, leavesOf } from '../policy/compile-view'
import type { Category, Classification } from '../policy/classification'
import type { Mask } from '../policy/mask'
import type { ViewField, Visibility } from '../policy/view'
import type { Bundle } from './bundle'
import { kindOf } from './kinds/registry'
import type { TeamNode } from './node'
import { isStaffed } from './staff'

export type Sight = Visibility | 'writes'

export interface SightCell {
  sight: Sight
  /** Of what is masked: how, where not redacted. */
  mask?: Mask
  /** In words. */
  because: string
  /** The policies that decided; none where none permits it, or none was asked. */
  policies: string[]
}

export interface SightRow {
  path: string
  classification?: Classification
  categories: Category[]
  /** In the order of the agents. */
  cells: SightCell[]
}

export interface WhoSees {
  agents: { slug: string; name: string }[]
  rows: SightRow[]
}

const RANK: Record<Sight, number> = { absent: 0, masked: 1, pseudonym: 2, clear: 3, writes: 4 }

/**
 * Fields of a version × its agents, as the bundle's views serve them: what is not listed is absent. An agent with several
 * places in a team counts with the most it sees at any of them.
 * @param nodes in the order in which they are to stand
 */
export function whoSees(nodes: readonly TeamNode[], bundle: Bundle): WhoSees {
  const placed = nodes.flatMap((node) =>
    isStaffed(node)
      ? [
          { node: node.id, slug: node.agent, views: bundle.views },
          { node: node.id, slug: node.fallback, views: bundle.fallbackViews ?? {} },
        ].flatMap(({ slug, ...at }) => (slug === undefined || slug === '' ? [] : [{ ...at, slug }]))
      : [],
  )
  const slugs = [...new Set(placed.map(({ slug }) => slug))]
  const rows = nodes.flatMap((node) => {
    const ref = kindOf(node).produces(node)
    const schema = ref && bundle.contracts[ref]?.schema
    if (!schema) return []
    return leavesOf(node.id, schema).map(({ path, classification, categories }): SightRow => ({
      path,
      ...(classification && { classification }),
      categories,
      cells: slugs.map((slug) => {
        const own = placed.filter((each) => each.slug === slug)
        if (own.some((each) => each.node === node.id))
          return { sight: 'writes', because: 'It writes this field.', policies: [] }
        return own
          .map((each) => seen(each.views[each.node]?.fields ?? [], path))
          .reduce((best, each) => (RANK[each.sight] > RANK[best.sight] ? each : best), ABSENT)
      }),
    }))
  })
  return { agents: slugs.map((slug) => ({ slug, name: bundle.agents[slug]?.name ?? slug })), rows }
}

const ABSENT: SightCell = {
  sight: 'absent',
  because: 'Nothing hands it this field, and it does not read it.',
  policies: [],
}

function seen(fields: readonly ViewField[], path: string): SightCell {
  const field =
    fields.find((each) => each.path === path) ??
    fields.find((each) => isWithin(path, each.path) || isWithin(each.path, path))
  if (!field) return ABSENT
  const because = field.because ?? (field.path === path ? 'It sees the value.' : `It sees ${field.path}.`)
  return {
    sight: field.visibility,
    ...(field.mask && { mask: field.mask }),
    because,
    policies: field.policies ?? [],
  }
}
