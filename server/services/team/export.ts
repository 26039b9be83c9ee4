import { staffOf } from '@/domain/team/staff'
import { teamToYaml } from '@/domain/team/yaml'
import { authorize, type Context } from '@/server/services/context'
import { storedAgent } from '../agent/find'
import { readCases } from '../trial/cases'
import { findTeam } from './find'
import { surroundingsOf } from './surroundings-of'

/**
 * A team's draft with the agents it places, as YAML that `importTeam` reads back; and with the connections and called
 * teams that its proof looks at, so that it can be proved where there is no workspace.
 * @throws BatonError not_found
 */
export async function exportTeam(
  ctx: Context,
  input: { slug: string },
): Promise<{ slug: string; yaml: string }> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const team = await findTeam(db.prisma, workspace.id, input.slug)
  const placed = team.document.nodes.flatMap(staffOf)
  const rows = await db.prisma.agent.findMany({
    where: { workspaceId: workspace.id, slug: { in: placed } },
  })
  const agents = rows.map((row) => storedAgent(row).definition)
  const { document } = team
  const { connections, calls } = await surroundingsOf(db.prisma, workspace.id, { document, agents })
  const cases = await readCases(db.prisma, team.id)
  return { slug: team.slug, yaml: teamToYaml({ document, agents, connections, calls, cases }) }
}
