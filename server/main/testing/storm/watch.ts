import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '@/server/db/client'

/** What can only be seen while it happens. */
export class Watch {
  /** By what is guarded and when its circuit opened. */
  readonly openings = new Map<string, string>()
  longestLine = 0
  /** Most money above a hard cap, in micro-dollars; never above 0. */
  overCap: number | undefined
  cooling = 0

  constructor(private readonly db: Db) {}

  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look()
      await sleep(250)
    }
  }

  private async look(): Promise<void> {
    const { rows } = await this.db.pool.query<{ line: number; over: number | null; cooling: number }>(
      `select (select count(distinct ticket)::int from call_ticket where alive_until > clock_timestamp()) line,
         (select max(spent_micros + reserved_micros - cap_micros)::float8 from budget_account where hard) as over,
         (select count(*)::int from service_guard where cooling_until > clock_timestamp()) cooling`,
    )
    const now = rows[0]
    if (!now) return
    this.longestLine = Math.max(this.longestLine, now.line)
    if (now.cooling > 0) this.cooling++
    if (now.over !== null) this.overCap = Math.max(this.overCap ?? now.over, now.over)
    const open = await this.db.prisma.serviceGuard.findMany({ where: { breaker: 'open' } })
    for (const { id, kind, breakerSince } of open) this.openings.set(`${id} ${breakerSince?.getTime()}`, kind)
  }
}
