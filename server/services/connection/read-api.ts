import { z } from 'zod'
import { apiFrom, type Api } from '@/domain/connection/from-openapi'
import { BatonError } from '@/domain/problem'
import { bounded } from '@/server/bounded'
import { fetchDocument } from '@/server/connectors/fetch-document'
import { authorize, type Context } from '../context'
import { findConnection, notAnswered } from './find'

export const readApiInput = z.object({
  id: z.string(),
  /** Where the description of the API is, or the description itself. */
  from: z.union([
    z.object({ address: z.string().trim().min(1).max(2000) }),
    z.object({ text: z.string().max(10_000_000) }),
  ]),
})

const READ_MS = 5000

/**
 * What an API offers by its OpenAPI document. Nothing is added yet. An address is fetched without any secret, and only
 * from the public internet.
 * @throws BatonError not_found | conflict where the connection is no HTTP service | unavailable | invalid
 */
export async function readApi(ctx: Context, { id, from }: z.infer<typeof readApiInput>): Promise<Api> {
  const { db, workspace } = await authorize(ctx, 'connection.edit')
  const connection = await findConnection(db.prisma, workspace.id, id)
  if (connection.kind !== 'http')
    throw new BatonError('conflict', `${connection.name} is no HTTP service: it has no OpenAPI document.`)
  const taken = await db.prisma.connectionOperation.findMany({
    where: { connectionId: id },
    select: { name: true },
  })
  const text =
    'text' in from
      ? from.text
      : await fetchDocument(from.address, { signal: new AbortController().signal }).catch((error: unknown) =>
          Promise.reject(notAnswered(error)),
        )
  return bounded(
    () =>
      apiFrom(
        text,
        taken.map(({ name }) => name),
      ),
    READ_MS,
  )
}
