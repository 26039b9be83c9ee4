import { initTRPC, TRPCError } from '@trpc/server'
import type { Permission } from '@/domain/policy/permission'
import { BatonError, type ErrorCode, type Problem } from '@/domain/problem'
import { refuseUnstorable, textProblem } from '@/domain/storable'
import { databaseAwayNote } from '@/server/services/workspace/database-away'
import { log } from '@/server/log'
import type { Context } from '@/server/services/context'
import { transformer } from './transformer'

/** Every procedure names what it requires; the service it calls asks for exactly that (`reviews.decide` says where it differs). `signed-in` and `nobody` need no role. */
export interface ProcedureMeta {
  requires: Permission | 'signed-in' | 'nobody'
}

const CODES = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  invalid: 'UNPROCESSABLE_CONTENT',
  conflict: 'CONFLICT',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<ErrorCode, TRPCError['code']>

const FAILED = 'Baton could not do this. It is in the log.'

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    transformer,
    defaultMeta: { requires: 'signed-in' },
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter({ shape, error }) {
      const { code, httpStatus } = shape.data
      const problems: Problem[] = error.cause instanceof BatonError ? error.cause.problems : []
      // What breaks within a stream passes no middleware; what it says is for the log.
      const message = code === 'INTERNAL_SERVER_ERROR' ? FAILED : shape.message
      return { ...shape, message, data: { code, httpStatus, problems } }
    },
  })

/** Where the database is away: not the caller's fault, nor lost. Undefined for any other error. */
export function databaseAway(cause: unknown): TRPCError | undefined {
  const message = databaseAwayNote(cause)
  return message === undefined ? undefined : new TRPCError({ code: 'SERVICE_UNAVAILABLE', message, cause })
}

const mapErrors = t.middleware(async ({ next, path }) => {
  const result = await next()
  if (result.ok) return result
  const { cause } = result.error
  if (cause instanceof BatonError) {
    throw new TRPCError({ code: CODES[cause.code], message: cause.message, cause })
  }
  const away = databaseAway(cause ?? result.error)
  if (away) throw away
  if (result.error.code === 'INTERNAL_SERVER_ERROR') {
    log.error({ err: cause ?? result.error, path }, 'procedure failed')
    throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: FAILED })
  }
  return result
})

/** Text that no column takes is said where it stands, before any query meets it. */
const storableOnly = t.middleware(async ({ next, getRawInput }) => {
  refuseUnstorable(textProblem(await getRawInput()), 'The input')
  return next()
})

export const router = t.router
/** Use as `procedure('team.edit').input(…).mutation(({ ctx, input }) => editTeam(ctx, input))`. */
export const procedure = (requires: ProcedureMeta['requires']) =>
  t.procedure.meta({ requires }).use(mapErrors).use(storableOnly)
