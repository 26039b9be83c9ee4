import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/server/trpc/router'

/** What the server answers, by procedure. */
export type RouterOutputs = inferRouterOutputs<AppRouter>
