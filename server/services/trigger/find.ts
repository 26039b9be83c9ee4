import { z } from 'zod'
import { actorSchema } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import { triggerSettingsSchema, type TriggerKind, type TriggerSettings } from '@/domain/trigger/trigger'
import type { TeamTrigger } from '@/prisma/generated/client'
import type { Tx } from '@/server/db/client'

/** A trigger's row with its settings parsed. */
export type StoredTrigger = TriggerSettings & Omit<TeamTrigger, 'kind' | 'name' | 'config'>

export const parseTrigger = (row: TeamTrigger): StoredTrigger => {
  const { kind, name, config, ...rest } = row
  return { ...rest, ...triggerSettingsSchema.parse({ kind, name, config }) }
}

const problemSchema = z.object({ at: z.string(), message: z.string() })

/** Why the last attempt started nothing. */
export const lastProblemOf = ({ lastProblem }: StoredTrigger) =>
  problemSchema.safeParse(lastProblem).data ?? null

export const makerOf = ({ createdBy }: StoredTrigger): string =>
  actorSchema.safeParse(createdBy).data?.name ?? 'unknown'

/** A trigger of the workspace. @throws BatonError not_found */
export async function findTrigger(tx: Tx, workspaceId: string, id: string): Promise<StoredTrigger> {
  const row = await tx.teamTrigger.findFirst({ where: { id, workspaceId } })
  if (!row) throw new BatonError('not_found', 'There is no such trigger in this workspace.')
  return parseTrigger(row)
}

export type TriggerOf<K extends TriggerKind> = Extract<StoredTrigger, { kind: K }>
