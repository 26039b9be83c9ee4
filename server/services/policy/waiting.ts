import { actorSchema, principalOf } from '@/domain/actor'
import { Prisma } from '@/prisma/generated/client'
import { authorize, type Authorized, type Context } from '@/server/services/context'
import { SECOND_PERSON } from '@/domain/policy/second-person'
import { offRequest, type OffRequest } from '../second-person/get'
import { accessLines, type ListedAccess } from './list-access'

const MOST = 100

export interface WaitingPolicies {
  id: string
  number: number
  note: string
  proposedBy: string
  proposedAt: Date
}

export interface Permits {
  /** Requests for permission that the caller decides: none of their own. */
  access: ListedAccess[]
  /** Policies that wait for the caller as the second person: none that they had a hand in. */
  policies: WaitingPolicies[]
  /** Requests that a second person is no longer asked for. */
  off: OffRequest[]
}

type Caller = Pick<Authorized, 'may' | 'actor'>

/** Of requests, those that somebody else made and the caller may decide. */
const forDecider = ({ may, actor }: Caller): Prisma.Sql => Prisma.sql`(a.status = 'open'
  AND ((a.second_person IS NULL AND ${may('policy.edit')})
    OR (a.second_person = 'publishing' AND ${may(SECOND_PERSON.publishing.edits)})
    OR (a.second_person = 'erasing' AND ${may(SECOND_PERSON.erasing.edits)}))
  AND coalesce(CASE WHEN a.asked_by ->> 'kind' = 'token' THEN nullif(a.asked_by ->> 'for', '') END, a.asked_by ->> 'id')
      <> ${principalOf(actor)})`

const forSecond = ({
  may,
  actor,
}: Caller): Prisma.Sql => Prisma.sql`(${may('policy.publish')} AND v.status = 'proposed'
  AND NOT v.editors @> ARRAY[${principalOf(actor)}])`

/** How many requests and proposed policies wait for a caller, as an expression in queries of services that have asked. */
export const permitsWaiting = (caller: Caller, workspaceId: string): Prisma.Sql => Prisma.sql`
  ((SELECT count(*) FROM access_request a WHERE a.workspace_id = ${workspaceId} AND ${forDecider(caller)})
   + (SELECT count(*) FROM policy_version v WHERE v.workspace_id = ${workspaceId} AND ${forSecond(caller)}))::int`

/** What waits for the caller about what is permitted and who must agree, for their inbox, the oldest first; of each only what they decide. */
export async function listWaitingPermits(ctx: Context): Promise<Permits> {
  const scope = await authorize(ctx, 'workspace.read')
  const { prisma } = scope.db
  const workspaceId = scope.workspace.id
  const [asked, proposed] = await Promise.all([
    prisma.$queryRaw<{ id: string }[]>`
      SELECT a.id FROM access_request a WHERE a.workspace_id = ${workspaceId} AND ${forDecider(scope)}
       ORDER BY a.asked_at LIMIT ${MOST}`,
    prisma.$queryRaw<(Omit<WaitingPolicies, 'proposedBy'> & { by: unknown })[]>`
      SELECT v.id, v.number, v.note, v.proposed_by AS by, v.proposed_at AS "proposedAt" FROM policy_version v
       WHERE v.workspace_id = ${workspaceId} AND ${forSecond(scope)} ORDER BY v.proposed_at LIMIT ${MOST}`,
  ])
  const rows = await prisma.accessRequest.findMany({
    where: { workspaceId, id: { in: asked.map(({ id }) => id) } },
    orderBy: { askedAt: 'asc' },
  })
  return {
    access: await accessLines(
      scope,
      rows.filter(({ secondPerson }) => secondPerson === null),
    ),
    off: rows.filter(({ secondPerson }) => secondPerson !== null).map((row) => offRequest(scope, row)),
    policies: proposed.map(({ by, ...one }) => ({ ...one, proposedBy: actorSchema.parse(by).name })),
  }
}
