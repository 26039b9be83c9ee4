import { z } from 'zod'
import { SECOND_PERSON, type SecondPersonFor } from '@/domain/policy/second-person'
import { decideRequestInput } from '@/server/services/policy/requests'
import { reasonSchema } from '@/server/services/reason'
import { decideOff } from '@/server/services/second-person/decide-off'
import { getSecondPerson } from '@/server/services/second-person/get'
import { requestOff } from '@/server/services/second-person/request-off'
import { turnSecondPersonOn } from '@/server/services/second-person/turn-on'
import { withdrawOff } from '@/server/services/second-person/withdraw-off'
import { procedure, router } from './init'

const byId = z.object({ id: z.string().max(60) })

const of = (what: SecondPersonFor) => {
  const { reads, edits } = SECOND_PERSON[what]
  return router({
    get: procedure(reads).query(({ ctx }) => getSecondPerson(ctx, { what })),
    ask: procedure(edits).mutation(({ ctx }) => turnSecondPersonOn(ctx, { what })),
    requestOff: procedure(edits)
      .input(z.object({ reason: reasonSchema }))
      .mutation(({ ctx, input }) => requestOff(ctx, { what, ...input })),
    decideOff: procedure(edits)
      .input(decideRequestInput)
      .mutation(({ ctx, input }) => decideOff(ctx, { what, ...input })),
    withdrawOff: procedure(edits)
      .input(byId)
      .mutation(({ ctx, input }) => withdrawOff(ctx, { what, ...input })),
  })
}

/** Whether something waits for a second person, and who asks that it no longer does. */
export const secondPersonRouter = router({ publishing: of('publishing'), erasing: of('erasing') })
