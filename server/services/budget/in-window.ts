import { windowOf } from '@/domain/budget/window'
import { Prisma } from '@/prisma/generated/client'
import type { Scope } from '../context'

/**
 * What queries of budgets share: each `budget b` of the workspace with the `budget_account a` of the window that runs now,
 * in its own time zone or the workspace's. Before the first reservation of a window there is none; a budget for a run has none here.
 */
export function budgetsNow({ workspace }: Pick<Scope, 'workspace'>, now = new Date()) {
  const [day, month] = [windowOf('day', now, workspace.timeZone), windowOf('month', now, workspace.timeZone)]
  const withAccount = Prisma.sql`budget b
    LEFT JOIN budget_account a
      ON a.budget_id = b.id AND a."window" = budget_window(b.period, NULL, ${day}, ${month}, b.time_zone)`
  return {
    withAccount,
    /** The same, with whom it is of: `agent g`, where it counts in one only `team i`, or `team t`. */
    withSubject: Prisma.sql`${withAccount}
      LEFT JOIN agent g ON b.scope = 'agent' AND g.workspace_id = b.workspace_id AND g.slug = b.subject
      LEFT JOIN team t ON b.scope = 'team' AND t.id = b.subject
      LEFT JOIN team i ON i.id = b.team`,
    /** What that is called. */
    subjectName: Prisma.sql`coalesce(g.definition ->> 'name', t.name,
      CASE b.scope WHEN 'workspace' THEN ${workspace.name} END, b.subject)`,
    /** What is gone of the window that runs now; before it has an account the calls of it are summed. */
    spentNow: Prisma.sql`coalesce(a.spent_micros + a.over_micros, CASE WHEN b.period = 'run' THEN 0 ELSE
      budget_spent_before(b.workspace_id, b.scope, b.subject, b.team, NULL, budget_window_begins(
        budget_window(b.period, NULL, ${day}, ${month}, b.time_zone), ${workspace.timeZone})) END)`,
    /** What calls under way have reserved of it. */
    reservedNow: Prisma.sql`coalesce(a.reserved_micros + a.earlier_micros, 0)`,
    ofWorkspace: Prisma.sql`b.workspace_id = ${workspace.id}`,
  }
}
