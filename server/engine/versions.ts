import type { Bundle } from '@/domain/team/bundle'
import type { Db } from '@/server/db/client'

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

/** Versions never change, so a worker keeps the ones it met lately. */
export class VersionCache {
  private readonly loaded = new Map<string, Promise<LoadedVersion>>()

  constructor(private readonly db: Db) {}

  /** @throws Error when no such version exists (a run cannot outlive its version) */
  get(id: string): Promise<LoadedVersion> {
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

  private async load(id: string): Promise<LoadedVersion> {
    const version = await storedVersion(this.db, id)
    const workspace = await this.db.prisma.workspace.findUniqueOrThrow({ where: { id: version.workspaceId } })
    return {
      id,
      number: version.number,
      digest: version.digest,
      bundle: version.bundle as unknown as Bundle,
      workspace: { id: workspace.id, timeZone: workspace.timeZone },
    }
  }
}

/** A version's row, or that of a draft that is tried. @throws Error when there is none */
export async function storedVersion({ prisma }: Pick<Db, 'prisma'>, id: string) {
  if (!isTrialVersion(id)) return prisma.teamVersion.findUniqueOrThrow({ where: { id } })
  const draft = await prisma.trialVersion.findUniqueOrThrow({ where: { id } })
  return { ...draft, number: 0, publishedBy: null, publishedAt: draft.createdAt }
}
