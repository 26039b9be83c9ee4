import { staffOf } from '@/domain/team/staff'
import { teamToYaml } from '@/domain/team/yaml'
import { authorize, type Context } from '@/server/services/context'
import { storedAgent } from '../agent/find'
import { keptCases } from '../trial/cases'
import { readDraft } from '../trial/draft'
import { shownCases } from '../trial/shown'
import { surroundingsOf } from './surroundings-of'

/**
 * A team's draft with the agents it places, as YAML that `importTeam` reads back; and with the connections and called
 * teams that its proof looks at, so that it can be proved where there is no workspace. Its test cases come along where the
 * caller sees all of them: read back, what stands in for a hidden value would take its place.
 * @throws BatonError not_found
 */
export async function exportTeam(
  ctx: Context,
  input: { slug: string },
): Promise<{ slug: string; yaml: string }> {
  const scope = await authorize(ctx, 'team.read')
  const { db, workspace } = scope
  const draft = await readDraft(db.prisma, workspace.id, input.slug)
  const { team } = draft
  const placed = team.document.nodes.flatMap(staffOf)
  const rows = await db.prisma.agent.findMany({
    where: { workspaceId: workspace.id, slug: { in: placed } },
  })
  const agents = rows.map((row) => storedAgent(row).definition)
  const { document } = team
  const { connections, calls } = await surroundingsOf(db.prisma, workspace.id, { document, agents })
  const shown = (await keptCases(db.prisma, team.id)).map(await shownCases(scope, draft))
  const whole = shown.every(({ hidden }) => hidden.length === 0)
  const cases = whole ? { cases: shown.map((one) => one.case) } : {}
  return { slug: team.slug, yaml: teamToYaml({ document, agents, connections, calls, ...cases }) }
}
