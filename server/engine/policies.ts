import { policySetSchema, type PolicySet } from '@/domain/policy/cedar/policy'
import '@/server/cedar'
import type { Db } from '@/server/db/client'

/** Policies of a workspace's own that hold; each version is the same object as long as it holds. */
export interface Governing {
  id: string
  policies: PolicySet
}

/** How long a worker goes by what it last read: policies that are published hold everywhere after so long. */
const KEPT_MS = 1000

interface Kept {
  until: number
  reading: Promise<Governing | undefined>
}

/** The policies of workspaces as they hold now, read anew once a second at most. */
export class PolicyCache {
  private readonly kept = new Map<string, Kept>()

  constructor(private readonly db: Db) {}

  /** @returns undefined where the default policies hold */
  of(workspaceId: string): Promise<Governing | undefined> {
    const kept = this.kept.get(workspaceId)
    if (kept && performance.now() < kept.until) return kept.reading
    const reading = this.read(workspaceId, kept?.reading)
    this.kept.set(workspaceId, { until: performance.now() + KEPT_MS, reading })
    // What could not be read is asked for again at once: nobody goes by older policies meanwhile.
    reading.catch(() => this.kept.delete(workspaceId))
    return reading
  }

  /** What holds was changed here: it is read anew at once. */
  forget(workspaceId: string): void {
    this.kept.delete(workspaceId)
  }

  private async read(
    workspaceId: string,
    before: Kept['reading'] | undefined,
  ): Promise<Governing | undefined> {
    const { prisma } = this.db
    const where = { workspaceId, status: 'current' }
    const current = await prisma.policyVersion.findFirst({ where, select: { id: true } })
    if (!current) return undefined
    const last = await before?.catch(() => undefined)
    if (last?.id === current.id) return last
    const { id, policies } = await prisma.policyVersion.findUniqueOrThrow({ where: { id: current.id } })
    return { id, policies: policySetSchema.parse(policies) }
  }
}
