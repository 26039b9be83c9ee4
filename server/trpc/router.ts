import { router } from './init'
import { live } from './live'
import { membersRouter } from './members'
import { overviewRouter } from './overview'
import { sessionRouter } from './session'
import { tokensRouter } from './tokens'

/** All procedures, one file a feature. */
export const appRouter = router({
  session: sessionRouter,
  live,
  overview: overviewRouter,
  members: membersRouter,
  tokens: tokensRouter,
})
export type AppRouter = typeof appRouter
