import fc from 'fast-check'
import type { BundleTeam } from '../../team/bundle'
import type { Catalogue } from '../../team/checks/check'
import type { TeamDocument } from '../../team/document'
import { drawTeam } from '../../team/testing/draw-team'
import { salesCatalogue } from '../../team/testing/sales-team'
import { lead, PRODUCES, put, sequence, thing, type Drawing, type Place } from './drawing'
import { agent, called, CALLED, gated, human, loop, pause, rules } from './plain-blocks'
import { hub, map, parallel, router, spread } from './split-blocks'

const BLOCKS: Drawing['blocks'] = {
  plain: [agent, agent, human, gated, rules, loop, pause, called],
  nesting: [router, parallel, map, parallel, spread, hub, hub],
}

/** The agents, connections and published teams that random teams name. */
export const randomCatalogue: Catalogue = {
  ...salesCatalogue,
  teams: CALLED.map((slug, i): BundleTeam => {
    const pinned = { teamId: `team_${slug}`, versionId: `ver_${slug}`, number: i + 1, digest: 'sha256:0' }
    return {
      slug,
      name: slug,
      ...pinned,
      input: thing,
      results: slug === 'desk' ? [thing] : [null],
      needs: [],
    }
  }),
}

/**
 * Teams of blocks within blocks: what splits comes together, mostly; what is read has been written, mostly; effects
 * stand behind a gate, mostly. So a good share compiles, and whoever compiles has been tempted to go wrong.
 */
export function randomTeam(options: { onlyAll?: boolean } = {}): fc.Arbitrary<TeamDocument> {
  return fc.array(fc.nat(9999), { minLength: 20, maxLength: 200 }).map((numbers) => {
    let at = 0
    const drawing: Drawing = {
      nodes: [],
      edges: [],
      tape: (below) => (numbers[at++] ?? 0) % below,
      size: 4 + ((numbers[0] ?? 0) % 20),
      onlyAll: options.onlyAll ?? false,
      blocks: BLOCKS,
    }
    const start = put(drawing, 'trigger', PRODUCES)
    const place: Place = { slots: [start], back: [], depth: 0 }
    const loose = sequence(drawing, place, [start], 2 + drawing.tape(4))
    lead(drawing, loose, put(drawing, 'end'))
    if (drawing.tape(3) === 1) astray(drawing)
    return drawTeam({ contracts: [thing], nodes: drawing.nodes, edges: drawing.edges })
  })
}

/** Leads one handoff somewhere else: what still compiles must not go wrong. */
function astray({ nodes, edges, tape }: Drawing): void {
  const at = tape(edges.length)
  const [from = ''] = edges[at]?.split(' -> ') ?? []
  edges[at] = `${from} -> n${1 + tape(nodes.length - 1)}`
}
