import { actorSchema, type Actor } from '@/domain/actor'
import type { Db } from '@/server/db/client'

/** What came, with who sent it; undefined when it is not there (any more). */
export async function readEvent(
  { lanes }: Pick<Db, 'lanes'>,
  workspaceId: string,
  id: string,
): Promise<{ payload: unknown; key: string; sentBy: Actor } | undefined> {
  const { rows } = await lanes.query<{ payload: unknown; key: string; sentBy: unknown }>({
    name: 'read_event',
    text: 'select payload, key, sent_by "sentBy" from received_event where workspace_id = $1 and id = $2',
    values: [workspaceId, id],
  })
  const [row] = rows
  return row && { ...row, sentBy: actorSchema.parse(row.sentBy) }
}
