import type { Db } from '@/server/db/client'
import { parseBody } from '../record/shape'
import type { Decider } from './decider'

/**
 * In whose place a review is decided, by their names: of an open one, those for whom this caller stands in; of a decided one
 * those that the record names. Empty where somebody decides in their own right.
 */
export async function inPlaceOf(
  { prisma }: Pick<Db, 'prisma'>,
  review: { id: string; runId: string; status: string },
  decider: Pick<Decider, 'inPlaceOf'>,
): Promise<string[]> {
  const ids = review.status === 'open' ? decider.inPlaceOf : await recorded(prisma, review)
  if (ids.length === 0) return []
  const people = await prisma.user.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true },
  })
  return ids.map((id) => people.find((person) => person.id === id)?.name ?? 'an erased person')
}

async function recorded(
  prisma: Db['prisma'],
  { id, runId, status }: { id: string; runId: string; status: string },
): Promise<readonly string[]> {
  if (status !== 'decided') return []
  const verdicts = await prisma.recordEntry.findMany({
    where: { runId, kind: 'review.decided' },
    select: { body: true },
  })
  const data = verdicts
    .map(({ body }) => parseBody(Buffer.from(body))?.data)
    .find((verdict) => verdict?.['review'] === id)
  const named = data?.['in_place_of']
  return Array.isArray(named) ? named.filter((one) => typeof one === 'string') : []
}
