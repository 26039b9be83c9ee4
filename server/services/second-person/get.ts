import { actorSchema, principalOf } from '@/domain/actor'
import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import type { AccessRequest } from '@/prisma/generated/client'
import { authorize, type Context, type Scope } from '@/server/services/context'
import { askerOf } from '../policy/requests'
import { isAsked, whoElse } from './setting'

/** That a second person is no longer asked for: what waits for one. */
export interface OffRequest {
  id: string
  what: SecondPersonFor
  reason: string
  askedBy: string
  askedAt: Date
  /** Whether the caller asked, and so does not decide. */
  mine: boolean
}

export interface SecondPerson {
  asked: boolean
  off: OffRequest | null
  /** For who may change it, while it is asked for: who besides whoever asks could agree to turn it off. */
  agree: string[]
  /** Likewise: members who could be given the permission. */
  others: string[]
}

/** Whether something waits for a second person, and whether somebody asks that it no longer does. */
export async function getSecondPerson(
  ctx: Context,
  { what }: { what: SecondPersonFor },
): Promise<SecondPerson> {
  const scope = await authorize(ctx, SECOND_PERSON[what].reads)
  const { prisma } = scope.db
  const [asked, row] = await Promise.all([
    isAsked(prisma, scope, what),
    prisma.accessRequest.findFirst({
      where: { workspaceId: scope.workspace.id, secondPerson: what, status: 'open' },
    }),
  ])
  const asker = row ? askerOf(row) : principalOf(scope.actor)
  const people =
    asked && scope.may(SECOND_PERSON[what].edits)
      ? await whoElse(scope, what, asker)
      : { agree: [], others: [] }
  return { asked, off: row && offRequest(scope, row), ...people }
}

/** As people read it. */
export function offRequest({ actor }: Pick<Scope, 'actor'>, row: AccessRequest): OffRequest {
  const { id, reason, askedAt } = row
  return {
    ...{ id, reason, askedAt },
    what: row.secondPerson as SecondPersonFor,
    askedBy: actorSchema.parse(row.askedBy).name,
    mine: askerOf(row) === principalOf(actor),
  }
}
