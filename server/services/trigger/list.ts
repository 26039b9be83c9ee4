import { exampleOf } from '@/domain/contract/example'
import { isRecord } from '@/domain/contract/json-schema'
import type { TriggerSettings } from '@/domain/trigger/trigger'
import { secretBox } from '@/server/auth/secret-box'
import { authorize, type Context } from '../context'
import { previousHolds } from '../signed/keys'
import { findTeam } from '../team/find'
import { entryContract } from './entry-contract'
import { lastProblemOf, makerOf, parseTrigger } from './find'

export type ListedTrigger = TriggerSettings & {
  id: string
  enabled: boolean
  /** Slug of the environment in which it starts runs; null: the last one. */
  environment: string | null
  /** Where it is called, below the console's address; a form's only for those who may change triggers. */
  path: string | null
  /** Until when the key before the last rotation still holds. */
  previousUntil: Date | null
  nextAt: Date | null
  lastFiredAt: Date | null
  lastRunId: string | null
  lastProblem: { at: string; message: string } | null
  createdBy: string
  createdAt: Date
}

/** A team's triggers by name, what they start, and how many of its runs may be in flight. @throws BatonError not_found */
export async function listTriggers(ctx: Context, { team: slug }: { team: string }) {
  const scope = await authorize(ctx, 'trigger.read')
  const { prisma } = scope.db
  const team = await findTeam(prisma, scope.workspace.id, slug)
  const [rows, { maxInFlight }, queued, inFlight, contract] = await Promise.all([
    prisma.teamTrigger.findMany({ where: { teamId: team.id }, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
    prisma.team.findUniqueOrThrow({ where: { id: team.id }, select: { maxInFlight: true } }),
    prisma.run.count({ where: { teamId: team.id, queueNumber: { not: null } } }),
    prisma.run.count({ where: { slotOf: team.id } }),
    team.publishedId ? entryContract(scope.db, team.publishedId) : undefined,
  ])
  const example = contract ? exampleOf(contract.schema) : {}
  const mayEdit = scope.may('trigger.edit')
  return {
    team: { slug: team.slug, name: team.name, published: team.publishedId !== null },
    limit: { maxInFlight, inFlight, queued },
    /** What a run begins with, as the published version has it. */
    entry: {
      schema: contract?.schema ?? true,
      example: isRecord(example) ? example : {},
    },
    triggers: rows.map((row): ListedTrigger => {
      const trigger = parseTrigger(row)
      const { id, enabled, environment, nextAt, lastFiredAt, lastRunId, createdAt } = trigger
      return {
        ...settingsOf(trigger),
        id,
        enabled,
        environment,
        path: pathOf(trigger, mayEdit),
        previousUntil: previousHolds(trigger),
        nextAt: enabled ? nextAt : null,
        lastFiredAt,
        lastRunId,
        lastProblem: lastProblemOf(trigger),
        createdBy: makerOf(trigger),
        createdAt,
      }
    }),
  }
}

const settingsOf = ({ kind, name, config }: TriggerSettings): TriggerSettings =>
  ({ kind, name, config }) as TriggerSettings

function pathOf(
  { kind, id, secretSealed }: Pick<ListedTrigger, 'kind' | 'id'> & { secretSealed: string | null },
  mayEdit: boolean,
): string | null {
  if (kind === 'webhook') return `/api/hooks/${id}`
  return kind === 'form' && mayEdit && secretSealed ? `/f/${secretBox().open(secretSealed)}` : null
}
