import { actorSchema, type Actor } from '@/domain/actor'
import { maskedSubject, type Subject } from '@/domain/erasure/subject'
import { BatonError, brief } from '@/domain/problem'
import { newId } from '@/server/db/id'
import type { Tx } from '@/server/db/client'
import { sealSubject } from '@/server/record/erasure/holds'
import { authorize, transact, type Context } from '../context'
import { refuseNames } from './request'

export interface ListedHold {
  id: string
  kind: 'run' | 'team' | 'person'
  target: string | null
  label: string
  reason: string
  placedBy: Actor
  placedAt: Date
  until: Date | null
  liftedBy: Actor | null
  liftedAt: Date | null
  liftReason: string
  inForce: boolean
}

/** Legal holds, the newest first; those that are over stay on the list. */
export async function listHolds(ctx: Context): Promise<ListedHold[]> {
  const scope = await authorize(ctx, 'privacy.read')
  const rows = await scope.db.prisma.legalHold.findMany({
    where: { workspaceId: scope.workspace.id },
    orderBy: { placedAt: 'desc' },
    take: 500,
  })
  const now = new Date()
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind as ListedHold['kind'], target: row.target, label: row.label },
    ...{ reason: row.reason, placedAt: row.placedAt, until: row.until },
    placedBy: actorSchema.parse(row.placedBy),
    liftedBy: row.liftedBy === null ? null : actorSchema.parse(row.liftedBy),
    ...{ liftedAt: row.liftedAt, liftReason: row.liftReason },
    inForce: row.liftedAt === null && (row.until === null || row.until > now),
  }))
}

export type HoldOn =
  { kind: 'run'; run: string } | { kind: 'team'; team: string } | { kind: 'person'; subject: Subject }

/**
 * Keeps a run, a team's runs or a person's data from being erased and swept, until its end or until it is lifted.
 * @throws BatonError not_found | invalid (the reason names somebody; an end that is over)
 */
export async function placeHold(
  ctx: Context,
  { on, reason, until }: { on: HoldOn; reason: string; until?: Date | undefined },
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'privacy.edit')
  refuseNames(reason, on.kind === 'person' ? on.subject : undefined)
  if (until && until <= new Date())
    throw new BatonError('invalid', 'A hold ends later than now.', [
      { pointer: '/until', message: 'is over already', expected: 'a day to come' },
    ])
  const id = newId('hold')
  await transact(scope, async (tx, record) => {
    const { target, label } = await targetOf(tx, scope.workspace.id, on)
    await tx.legalHold.create({
      data: {
        ...{ id, workspaceId: scope.workspace.id, kind: on.kind, target, label, reason },
        ...{ until: until ?? null, placedBy: scope.actor },
        subjectSealed: on.kind === 'person' ? sealSubject(on.subject) : null,
      },
    })
    await record({
      kind: 'hold.placed',
      ...(on.kind === 'run' && { run: on.run }),
      ...(on.kind === 'team' && target && { team: target }),
      data: { hold: id, on: on.kind, reason, ...(until && { until: until.toISOString() }) },
    })
  })
  return { id }
}

/** Lets go before the end. Whom it was about is forgotten. @throws BatonError not_found | invalid | conflict */
export async function liftHold(ctx: Context, { id, reason }: { id: string; reason: string }): Promise<void> {
  const scope = await authorize(ctx, 'privacy.edit')
  refuseNames(reason)
  await transact(scope, async (tx, record) => {
    const own = { id, workspaceId: scope.workspace.id }
    const hold = await tx.legalHold.findFirst({ where: own })
    if (!hold) throw new BatonError('not_found', 'There is no such hold in this workspace.')
    const { count } = await tx.legalHold.updateMany({
      where: { ...own, liftedAt: null },
      data: { liftedAt: new Date(), liftedBy: scope.actor, liftReason: reason, subjectSealed: null },
    })
    if (count === 0) throw new BatonError('conflict', 'This hold was lifted already.')
    await record({
      kind: 'hold.lifted',
      ...(hold.kind === 'run' && hold.target && { run: hold.target }),
      ...(hold.kind === 'team' && hold.target && { team: hold.target }),
      data: { hold: id, on: hold.kind, reason },
    })
  })
}

async function targetOf(
  tx: Tx,
  workspaceId: string,
  on: HoldOn,
): Promise<{ target: string | null; label: string }> {
  switch (on.kind) {
    case 'run': {
      const run = await tx.run.findFirst({ where: { id: on.run, workspaceId }, select: { id: true } })
      if (!run) throw new BatonError('not_found', `There is no run ${brief(on.run)}.`)
      return { target: run.id, label: run.id }
    }
    case 'team': {
      const team = await tx.team.findFirst({
        where: { workspaceId, slug: on.team },
        select: { id: true, name: true },
      })
      if (!team) throw new BatonError('not_found', `There is no team ${brief(on.team)}.`)
      return { target: team.id, label: team.name }
    }
    case 'person':
      return { target: null, label: maskedSubject(on.subject) }
  }
}
