import { isWithin, leavesOf } from '@/domain/policy/compile-view'
import type { Classification } from '@/domain/policy/classification'
import { isStaffed } from '@/domain/team/staff'
import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamVersion } from './agent-types'

export type Sight = 'clear' | 'masked' | 'absent' | 'writes'

export interface SightCell {
  sight: Sight
  because: string
}

export interface SightRow {
  path: string
  classification: Classification | undefined
  /** In the order of the agents. */
  cells: SightCell[]
}

export interface Matrix {
  agents: { slug: string; name: string }[]
  rows: SightRow[]
}

const RANK: Record<Sight, number> = { absent: 0, masked: 1, clear: 2, writes: 3 }

/** Fields of a published version × its agents, as the bundle's views serve them: what is not listed is absent. */
export function sightOf({ document, bundle }: Pick<TeamVersion, 'document' | 'bundle'>): Matrix {
  const placed = document.nodes.flatMap((node) =>
    isStaffed(node) && node.agent ? [{ node: node.id, slug: node.agent }] : [],
  )
  const slugs = [...new Set(placed.map(({ slug }) => slug))]
  const rows = document.nodes.flatMap((node) => {
    const ref = kindOf(node).produces(node)
    const schema = ref && bundle.contracts[ref]?.schema
    if (!schema) return []
    return leavesOf(node.id, schema).map(({ path, classification }): SightRow => ({
      path,
      classification,
      cells: slugs.map((slug) => {
        const own = placed.filter((each) => each.slug === slug)
        if (own.some((each) => each.node === node.id))
          return { sight: 'writes', because: 'It writes this field.' }
        return own
          .map((each) => seen(bundle.views[each.node]?.fields ?? [], path))
          .reduce((best, each) => (RANK[each.sight] > RANK[best.sight] ? each : best), ABSENT)
      }),
    }))
  })
  return { agents: slugs.map((slug) => ({ slug, name: bundle.agents[slug]?.name ?? slug })), rows }
}

const ABSENT: SightCell = {
  sight: 'absent',
  because: 'Nothing hands it this field, and it does not read it.',
}

function seen(fields: TeamVersion['bundle']['views'][string]['fields'], path: string): SightCell {
  const field =
    fields.find((each) => each.path === path) ??
    fields.find((each) => isWithin(path, each.path) || isWithin(each.path, path))
  if (!field) return ABSENT
  const because = field.because ?? (field.path === path ? 'It sees the value.' : `It sees ${field.path}.`)
  return { sight: field.visibility, because }
}
