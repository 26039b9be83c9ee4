import type { Db } from '@/server/db/client'

const FRESH_MS = 1000

/** Whether an agent may work right now. Asked before every step, answered from at most a second ago. */
export class AgentGuard {
  private readonly known = new Map<string, { at: number; stopped: Promise<Set<string>> }>()

  constructor(private readonly db: Db) {}

  /** A sentence when the agent is stopped, else undefined. */
  async stoppedReason(workspaceId: string, slug: string): Promise<string | undefined> {
    let entry = this.known.get(workspaceId)
    if (!entry || Date.now() - entry.at > FRESH_MS) {
      entry = { at: Date.now(), stopped: this.read(workspaceId) }
      this.known.set(workspaceId, entry)
      entry.stopped.catch(() => this.known.delete(workspaceId))
    }
    return (await entry.stopped).has(slug) ? `The agent ${slug} is stopped.` : undefined
  }

  private async read(workspaceId: string): Promise<Set<string>> {
    const agents = await this.db.prisma.agent.findMany({
      where: { workspaceId, stoppedAt: { not: null } },
      select: { slug: true },
    })
    return new Set(agents.map(({ slug }) => slug))
  }
}
