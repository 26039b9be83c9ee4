import type { Actor } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import { activationKey, causesOf, closure, reversed, type DoneStep } from '@/domain/run/causes'
import { explain, type WhyGraph } from '@/domain/run/explain'
import { KEPT, withoutValues } from '@/domain/run/run-sight'
import type { StepResult } from '@/domain/run/step'
import type { Bundle } from '@/domain/team/bundle'
import { storedVersion } from '@/server/engine/versions'
import { authorize, type Context, type Scope } from '../context'
import { sightIn } from '../sight'
import { sizeOf } from './list'
import { listed, parseBody, type EntryRow, type ListedEntry } from './shape'

export interface Why {
  /** Null when the entry stands outside a run: then whoever did it is all there is to say. */
  graph: WhyGraph | null
  /** The box of this entry, when it has one. */
  selected: string | null
  /** Entries that rest on this one, oldest first. */
  ledTo: ListedEntry[]
  /** Entries this one names as its causes. */
  causes: ListedEntry[]
  /** By box: the entry that tells of it. */
  entries: Record<string, string>
}

const ROW = 'select id, entry_id, run_id, kind, seq, at, body from record_entry where workspace_id = $1'
/** As many consequences as one reads. */
const MOST = 200

/** Walks back the causes of an entry, and lists what it led to. @throws BatonError not_found */
export async function explainEntry(ctx: Context, { id }: { id: string }): Promise<Why> {
  const scope = await authorize(ctx, 'record.read')
  const { pool } = scope.db
  const { rows } = await pool.query<EntryRow>(
    `${ROW} and ${id.startsWith('ent_') ? 'entry_id = $2' : 'id = $2::bigint'}`,
    [scope.workspace.id, id],
  )
  const row = rows[0]
  if (!row) throw new BatonError('not_found', `There is no entry ${id}.`)
  const entry = parseBody(row.body)
  const [causes, inRun] = await Promise.all([
    namedCauses(scope, entry?.causes ?? []),
    row.run_id ? readRun(scope, row.run_id) : null,
  ])
  if (!inRun) return { graph: null, selected: null, ledTo: [], causes, entries: {} }

  const own = entry?.node === undefined ? undefined : activationKey(entry.node, entry.iteration ?? 0)
  const selected = own !== undefined && inRun.causes.activations.has(own) ? own : undefined
  const graph = explain(inRun.bundle, inRun.causes, inRun.origin, selected)
  const later = selected ? closure(reversed(inRun.causes.of), selected) : new Set<string>()
  const all = await entriesOfRun(scope, row.run_id ?? '')
  const entries: Record<string, string> = {}
  for (const { id: other, key, kind } of all)
    if (key && (entries[key] === undefined || kind === 'step.completed' || kind === 'review.decided'))
      entries[key] = other
  const following = all.filter(
    ({ id: other, key }) => BigInt(other) > BigInt(row.id) && key && key !== own && later.has(key),
  )
  return {
    graph,
    selected: selected ?? null,
    ledTo: await listed(
      scope,
      following.slice(0, MOST).map(({ row: each }) => each),
      await sizeOf(scope),
    ),
    causes,
    entries,
  }
}

async function namedCauses(scope: Scope, ids: string[]): Promise<ListedEntry[]> {
  if (ids.length === 0) return []
  const { rows } = await scope.db.pool.query<EntryRow>(`${ROW} and entry_id = any($2) order by id`, [
    scope.workspace.id,
    ids,
  ])
  return listed(scope, rows, await sizeOf(scope))
}

async function entriesOfRun(scope: Scope, runId: string) {
  const { rows } = await scope.db.pool.query<EntryRow>(`${ROW} and run_id = $2 order by id limit 2000`, [
    scope.workspace.id,
    runId,
  ])
  return rows.map((row) => {
    const entry = parseBody(row.body)
    const key = entry?.node === undefined ? undefined : activationKey(entry.node, entry.iteration ?? 0)
    return { id: row.id, kind: row.kind, key, row }
  })
}

async function readRun(scope: Scope, runId: string) {
  const { prisma } = scope.db
  const run = await prisma.run.findFirst({ where: { id: runId, workspaceId: scope.workspace.id } })
  if (!run) return null
  const sight = await sightIn(scope)
  const whole = (await sight.whole([runId])).has(runId)
  const [titled = run] = await sight.titled([run])
  const [version, steps, open] = await Promise.all([
    storedVersion(scope.db, run.versionId),
    prisma.step.findMany({ where: { runId }, orderBy: { endedAt: 'asc' } }),
    prisma.review.findMany({
      where: { runId, status: 'open' },
      select: { node: true, iteration: true, kind: true, reason: true, createdAt: true },
    }),
  ])
  const bundle = version.bundle as unknown as Bundle
  const causes = causesOf(
    bundle,
    steps.map((step): DoneStep => ({
      ...step,
      status: step.status as DoneStep['status'],
      startedAt: step.startedAt.getTime(),
      endedAt: step.endedAt.getTime(),
      result: whole
        ? (step.result as unknown as StepResult)
        : withoutValues(step.result as unknown as StepResult, KEPT.step),
    })),
    open.map((review) => ({
      ...review,
      reason: whole ? review.reason : '',
      createdAt: review.createdAt.getTime(),
    })),
  )
  const nameOf = (actor: unknown): string => (actor as Partial<Actor>).name ?? 'somebody'
  return {
    bundle,
    causes,
    origin: {
      title: titled.title,
      startedBy: nameOf(run.startedBy),
      startedAt: run.createdAt.getTime(),
      version: version.number,
      publishedBy: nameOf(version.publishedBy ?? {}),
      publishedAt: version.publishedAt.toLocaleDateString('en-GB', {
        day: 'numeric',
        month: 'short',
        timeZone: scope.workspace.timeZone,
      }),
    },
  }
}
