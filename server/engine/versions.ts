import type { Bundle } from '@/domain/team/bundle'
import { governed } from '@/domain/team/governed'
import type { Db } from '@/server/db/client'
import { PolicyCache, type Governing } from './policies'

export interface LoadedVersion {
  id: string
  /** 0 of a draft that is tried. */
  number: number
  digest: string
  bundle: Bundle
  workspace: { id: string; timeZone: string }
}

const CAPACITY = 200

/** Whether a run's version is a draft that is tried: those stand apart from what was published. */
export const isTrialVersion = (id: string): boolean => id.startsWith('trial_')

/**
 * Versions never change, so a worker keeps the ones it met lately; what their agents see follows the policies that hold now.
 */
export class VersionCache {
  private readonly loaded = new Map<string, Promise<Stored>>()
  private readonly policies: PolicyCache

  constructor(private readonly db: Db) {
    this.policies = new PolicyCache(db)
  }

  /** @throws Error when no such version exists (a run cannot outlive its version) */
  async get(id: string): Promise<LoadedVersion> {
    const stored = await this.stored(id)
    return underPolicies(stored, await this.policies.of(stored.version.workspace.id))
  }

  private stored(id: string): Promise<Stored> {
    const known = this.loaded.get(id)
    if (known) {
      this.loaded.delete(id)
      this.loaded.set(id, known)
      return known
    }
    const loading = this.load(id)
    this.loaded.set(id, loading)
    loading.catch(() => this.loaded.delete(id))
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size <= CAPACITY) break
      this.loaded.delete(oldest)
    }
    return loading
  }

  private async load(id: string): Promise<Stored> {
    const version = await storedVersion(this.db, id)
    const [workspace, { slug }] = await Promise.all([
      this.db.prisma.workspace.findUniqueOrThrow({ where: { id: version.workspaceId } }),
      this.db.prisma.team.findUniqueOrThrow({ where: { id: version.teamId }, select: { slug: true } }),
    ])
    return {
      slug,
      version: {
        id,
        number: version.number,
        digest: version.digest,
        bundle: version.bundle as unknown as Bundle,
        workspace: { id: workspace.id, timeZone: workspace.timeZone },
      },
    }
  }
}

interface Stored {
  slug: string
  version: LoadedVersion
  /** As it runs under policies of the workspace's own, or under the default ones: the last that was asked for. */
  judged?: { by: Governing | undefined; version: LoadedVersion }
}

/**
 * A version as it runs under the policies that hold. What it was published under is not looked at: these may be others by
 * now, also the default ones.
 */
function underPolicies(stored: Stored, by: Governing | undefined): LoadedVersion {
  if (!stored.judged || stored.judged.by !== by) {
    const bundle = governed(stored.version.bundle, stored.slug, by?.policies)
    stored.judged = { by, version: { ...stored.version, bundle } }
  }
  return stored.judged.version
}

/** A version's row, or that of a draft that is tried. @throws Error when there is none */
export async function storedVersion({ prisma }: Pick<Db, 'prisma'>, id: string) {
  if (!isTrialVersion(id)) return prisma.teamVersion.findUniqueOrThrow({ where: { id } })
  const draft = await prisma.trialVersion.findUniqueOrThrow({ where: { id } })
  return { ...draft, number: 0, publishedBy: null, publishedAt: draft.createdAt }
}
