import { z } from 'zod'
import { denialSchema, whyDenied, type Denial } from '@/domain/policy/denial'
import type { JsonValue } from '@/domain/record/canonical'
import { authorize, type Context } from '@/server/services/context'
import { sizeOf } from '../record/list'
import { listed, type EntryRow, type ListedEntry } from '../record/shape'
import { policiesOf } from './find'

export const denialsInput = z.object({
  /** Whose deed it was. */
  who: z.enum(['agent', 'person', 'token']).optional(),
  /** forbidden: a policy says no; unpermitted: none says yes; checked: what no policy decides, as a rule before a write. */
  why: z.enum(['forbidden', 'unpermitted', 'checked']).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullish(),
})

export interface ListedDenial {
  entry: ListedEntry
  /** As policies name it; `effect.send`, `effect.undo` and `team.call` of what they do not decide. */
  action: string
  /** What it was to be done to, as people know it. */
  what: string
  because: string
  /** What policies were asked; null where something else stood in the way. */
  denial: Denial | null
  /** A person is asked for leave by a review of its own. */
  leave: boolean
}

export interface DenialPage {
  denials: ListedDenial[]
  nextCursor: string | null
}

const PAGE = 100

/**
 * What was denied, the newest first: whose deed it was, and which policy forbade it, that none permits it, or what else stood
 * in the way before a write. What policies refuse at the gate stands there by what they were asked, so that it can be asked
 * for: not once more as the effect.
 */
export async function listDenials(
  ctx: Context,
  { who, why, cursor }: z.infer<typeof denialsInput>,
): Promise<DenialPage> {
  const scope = await authorize(ctx, 'record.read')
  const { db, workspace } = scope
  // The record's entries are canonical JSON, in which members have one order: of a denial `policies` comes before
  // `principal`, whose type comes last; of a stage that refused `outcome` comes before `policies`.
  const [{ rows }, provenBelow, current] = await Promise.all([
    db.pool.query<EntryRow>(
      `select id, entry_id, run_id, kind, seq, at, body
         from (select *, case
                 when position('"denial":{'::bytea in body) > 0 then
                   case when position('"policies":[],"principal"'::bytea in body) > 0 then 'unpermitted' else 'forbidden' end
                 when kind = 'flow.refused' then 'checked'
                 when kind = 'effect.refused' and position('"outcome":"refused","policies"'::bytea in body) = 0 then 'checked'
               end why, case
                 when kind = 'effect.refused' and position('"undo":true'::bytea in body) > 0 then 'person'
                 when kind in ('effect.refused', 'flow.refused')
                   or position('"type":"Agent"},"resource"'::bytea in body) > 0 then 'agent'
                 when position('"type":"Person"},"resource"'::bytea in body) > 0 then 'person'
                 when position('"type":"Token"},"resource"'::bytea in body) > 0 then 'token'
               end who from record_entry
               where workspace_id = $1 and id < $2 and kind like '%.refused') refused
        where why is not null and ($3::text is null or who = $3) and ($4::text is null or why = $4)
        order by id desc limit $5`,
      [workspace.id, cursor ?? '9223372036854775807', who ?? null, why ?? null, PAGE],
    ),
    sizeOf(scope),
    db.prisma.policyVersion.findFirst({ where: { workspaceId: workspace.id, status: 'current' } }),
  ])
  const titles = new Map(policiesOf(current).map(({ id, title }) => [id, title]))
  const entries = await listed(scope, rows, provenBelow)
  return {
    denials: entries.map((entry) => byPolicies(entry, titles) ?? byCheck(entry)),
    nextCursor: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null,
  }
}

function byPolicies(entry: ListedEntry, titles: ReadonlyMap<string, string>): ListedDenial | undefined {
  const denial = denialSchema.safeParse(entry.data['denial']).data
  return (
    denial && {
      ...{ entry, denial, action: denial.action, because: whyDenied(denial, titles) },
      what: entry.subject ?? denial.resource.id,
      leave: entry.data['leave'] === true,
    }
  )
}

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '')

/** What a check stopped that asks no policy: where the words come from that would go out, or what else the gate asks. */
function byCheck(entry: ListedEntry): ListedDenial {
  const { data } = entry
  const isSent = data['method'] !== undefined
  return {
    ...{ entry, denial: null, leave: false },
    action: !isSent ? 'team.call' : data['undo'] === true ? 'effect.undo' : 'effect.send',
    what: isSent ? `${text(data['method'])} to ${text(data['connection'])}` : text(data['name']),
    because: text(data['because']) || saidAtGate(entry),
  }
}

/** In the words of the stage, which may tell of the data and so may be erased. */
function saidAtGate({ data, privates }: ListedEntry): string {
  const refusing = parts(data['stages']).find(({ outcome }) => outcome === 'refused')
  const said = parts(privates['why']).find(({ stage }) => stage === refusing?.['stage'])
  return text(said?.['why']) || BY_STAGE[text(refusing?.['stage'])] || 'The gate refused it.'
}

const parts = (value: JsonValue | undefined): Record<string, JsonValue>[] =>
  Array.isArray(value)
    ? value.filter(
        (one): one is Record<string, JsonValue> =>
          typeof one === 'object' && one !== null && !Array.isArray(one),
      )
    : []

const BY_STAGE: Record<string, string> = {
  schema: 'What would be sent does not fit its contract.',
  rules: 'A business rule refused it.',
  supervisor: 'What would be sent is not what the supervisor approved.',
  person: 'What would be sent is not what was approved.',
}
