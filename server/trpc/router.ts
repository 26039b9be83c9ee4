import { router } from './init'

/** All procedures, one file a feature. */
export const appRouter = router({})
export type AppRouter = typeof appRouter
