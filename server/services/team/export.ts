import { staffOf } from '@/domain/team/staff'
import { teamToYaml } from '@/domain/team/yaml'
import { authorize, type Context } from '@/server/services/context'
import { storedAgent } from '../agent/find'
import { findTeam } from './find'

/** A team's draft with the agents it places, as YAML that `importTeam` reads back. @throws BatonError not_found */
export async function exportTeam(
  ctx: Context,
  input: { slug: string },
): Promise<{ slug: string; yaml: string }> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const team = await findTeam(db.prisma, workspace.id, input.slug)
  const placed = team.document.nodes.flatMap(staffOf)
  const agents = await db.prisma.agent.findMany({
    where: { workspaceId: workspace.id, slug: { in: placed } },
  })
  return {
    slug: team.slug,
    yaml: teamToYaml({ document: team.document, agents: agents.map((row) => storedAgent(row).definition) }),
  }
}
