import { Prisma } from '@/prisma/generated/client'
import type { Scope } from '@/server/services/context'

export interface Wait {
  kind: string
  /** What the runs wait for, as people read it. */
  label: string
  /** Where these runs or their reviews are listed. */
  href: string
  runs: number
  /** Since when the longest of them waits. */
  oldestAt: Date | null
}

interface WaitKind {
  kind: string
  label: string
  href: string
  /** `run_id, since` of everything in a workspace that waits for this, by an index. */
  waiting: (workspaceId: string) => Prisma.Sql
}

const review = (kinds: string[]) => (workspaceId: string) => Prisma.sql`
  SELECT run_id, created_at AS since FROM review
   WHERE workspace_id = ${workspaceId} AND kind = ANY(${kinds}) AND status = 'open'`

/** Everything a run can wait for. Who gives the engine another thing to wait for adds its line here, and nowhere else. */
const WAITS: readonly WaitKind[] = [
  {
    kind: 'person',
    label: 'A person',
    href: '/inbox?show=all',
    waiting: review(['approval', 'escalation', 'conflict']),
  },
  { kind: 'budget', label: 'A budget', href: '/runs?status=blocked', waiting: review(['budget']) },
  {
    kind: 'timer',
    label: 'A time to come',
    href: '/runs?status=waiting',
    waiting: (workspaceId) => Prisma.sql`
      SELECT b.run_id, b.moved_at AS since FROM branch b JOIN run r ON r.id = b.run_id
       WHERE b.wake_at IS NOT NULL AND b.status = 'waiting' AND r.workspace_id = ${workspaceId}
         AND NOT EXISTS (SELECT FROM awaited_event a WHERE a.run_id = b.run_id AND a.branch = b.branch)`,
  },
  {
    kind: 'event',
    label: 'An event from outside',
    href: '/runs?status=waiting',
    waiting: (workspaceId) => Prisma.sql`
      SELECT run_id, opened_at AS since FROM awaited_event WHERE workspace_id = ${workspaceId}`,
  },
  {
    kind: 'stop',
    label: 'A stop to be lifted',
    href: '/runs?status=running,waiting',
    waiting: (workspaceId) => Prisma.sql`
      SELECT b.run_id, b.held_at AS since FROM branch b JOIN run r ON r.id = b.run_id
       WHERE b.held_by IS NOT NULL AND r.workspace_id = ${workspaceId}`,
  },
  {
    kind: 'turn',
    label: 'Their turn within the team’s limit',
    href: '/runs?status=queued',
    waiting: (workspaceId) => Prisma.sql`
      SELECT id AS run_id, created_at AS since FROM run
       WHERE queue_number IS NOT NULL AND workspace_id = ${workspaceId}`,
  },
  {
    kind: 'limit',
    label: 'A limit of a model or connection',
    href: '/runs?status=running',
    // Places in line, one a call: which run a call belongs to is not kept there. One of high priority came a little
    // later than its place says.
    waiting: (workspaceId) => Prisma.sql`
      SELECT t.ticket AS run_id, t.due AS since FROM call_ticket t JOIN service_guard g ON g.id = t.gate
       WHERE t.alive_until > clock_timestamp() AND g.workspace_id = ${workspaceId}`,
  },
  {
    kind: 'retry',
    label: 'The next attempt',
    href: '/runs?status=running',
    waiting: (workspaceId) => Prisma.sql`
      SELECT b.run_id, b.moved_at AS since FROM branch b JOIN run r ON r.id = b.run_id
       WHERE b.status = 'ready' AND b.driver IS NULL AND b.held_by IS NULL AND b.ready_at > clock_timestamp()
         AND r.workspace_id = ${workspaceId}`,
  },
]

/** Runs of the workspace by what they wait for. A run whose branches wait for two things counts in both. */
export async function readWaits({ db, workspace }: Scope): Promise<Wait[]> {
  const parts = WAITS.map(
    ({ kind, waiting }) => Prisma.sql`
      SELECT ${kind}::text AS kind, count(DISTINCT run_id)::int AS runs, min(since) AS "oldestAt"
        FROM (${waiting(workspace.id)}) AS waits`,
  )
  const rows = await db.prisma.$queryRaw<{ kind: string; runs: number; oldestAt: Date | null }[]>(
    Prisma.join(parts, ' UNION ALL '),
  )
  const found = new Map(rows.map((row) => [row.kind, row]))
  return WAITS.map(({ kind, label, href }) => {
    const { runs = 0, oldestAt = null } = found.get(kind) ?? {}
    return { kind, label, href, runs, oldestAt }
  })
}
