import type { Actor } from '@/domain/actor'
import { BatonError, brief } from '@/domain/problem'
import { seenPatches } from '@/domain/run/run-sight'
import type { StatePatch } from '@/domain/state/patch'
import { authorize, type Context } from '../context'
import { sightIn } from '../sight'

/** Every version of a run's state: who wrote it, by which patch (RFC 6902), with the digest of what came of it. */
export async function listStates(ctx: Context, { id }: { id: string }) {
  const scope = await authorize(ctx, 'run.read')
  const run = await scope.db.prisma.run.findFirst({
    where: { id, workspaceId: scope.workspace.id },
    select: { id: true, teamId: true, versionId: true },
  })
  if (!run) throw new BatonError('not_found', `There is no run ${brief(id)}.`)
  const versions = await scope.db.prisma.stateVersion.findMany({
    where: { runId: id },
    orderBy: { version: 'asc' },
  })
  const sight = await sightIn(scope)
  const patches = versions.map(({ patch }) => patch as unknown as StatePatch)
  const shown = sight.all ? patches : seenPatches(await sight.looks(run), patches).patches
  return versions.map(({ version, writer, node, digest, at }, i) => ({
    version,
    writer: writer as unknown as Actor,
    node,
    digest,
    at,
    patch: (shown[i] ?? []) as { op: 'add' | 'replace' | 'remove'; path: string; value?: unknown }[],
  }))
}
