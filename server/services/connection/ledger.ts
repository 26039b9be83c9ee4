import { z } from 'zod'
import { callerSchema } from '@/server/connectors/caller'
import { CALL_OUTCOMES, type CallOutcome } from '@/server/connectors/ledger'
import { authorize, type Context } from '../context'
import { findConnection } from './find'

const PAGE = 50

export const connectionLedgerInput = z.object({
  id: z.string(),
  outcome: z.enum(CALL_OUTCOMES).optional(),
  operation: z.string().max(80).optional(),
  /** Older than this entry. */
  cursor: z
    .string()
    .regex(/^\d{1,19}$/)
    .nullish(),
})

/** One call: when, by whom, through whom, and what came of it. No data of it. */
export interface LedgerRow {
  id: string
  at: Date
  operation: string
  outcome: CallOutcome
  status: number
  code: string | null
  ms: number
  /** Who: an agent, a team's action, a person, or Baton itself. */
  who: string
  run: { id: string; team: string; node: string; tool: string | null } | null
}

/** The ledger of a connection, newest first, a page at a time. @throws BatonError not_found */
export async function connectionLedger(
  ctx: Context,
  { id, outcome, operation, cursor }: z.infer<typeof connectionLedgerInput>,
): Promise<{ rows: LedgerRow[]; next: string | null; operations: string[] }> {
  const { db, workspace } = await authorize(ctx, 'connection.read')
  const workspaceId = workspace.id
  await findConnection(db.prisma, workspaceId, id)
  const [found, kinds, teams, agents] = await Promise.all([
    db.prisma.connectionCall.findMany({
      where: {
        workspaceId,
        connectionId: id,
        ...(outcome && { outcome }),
        ...(operation && { operation }),
        ...(cursor && { id: { lt: BigInt(cursor) } }),
      },
      orderBy: { id: 'desc' },
      take: PAGE + 1,
    }),
    db.prisma.connectionCall.findMany({
      where: { workspaceId, connectionId: id },
      distinct: ['operation'],
      select: { operation: true },
      orderBy: { operation: 'asc' },
      take: 200,
    }),
    db.prisma.team.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
    db.prisma.agent.findMany({ where: { workspaceId }, select: { slug: true, definition: true } }),
  ])
  const teamName = new Map(teams.map((team) => [team.id, team.name]))
  const agentName = new Map(
    agents.map(({ slug, definition }) => [slug, (definition as { name?: string }).name]),
  )
  const rows = found.slice(0, PAGE).map(({ id: row, at, status, code, ms, ...call }): LedgerRow => {
    const caller = callerSchema.parse(call.caller)
    const ran = caller.by === 'run' ? caller : undefined
    const team = ran && (teamName.get(ran.team) ?? 'a team that is gone')
    return {
      ...{ id: String(row), at, operation: call.operation, status, code, ms },
      outcome: CALL_OUTCOMES.find((one) => one === call.outcome) ?? 'failed',
      who: ran
        ? ran.agent === undefined
          ? (team ?? '')
          : (agentName.get(ran.agent) ?? ran.agent)
        : caller.by === 'person'
          ? caller.actor.name
          : 'Baton',
      run: ran ? { id: ran.run, team: team ?? '', node: ran.node, tool: ran.tool ?? null } : null,
    }
  })
  const last = rows.at(-1)
  return {
    rows,
    next: found.length > PAGE && last ? last.id : null,
    operations: kinds.map((one) => one.operation),
  }
}
