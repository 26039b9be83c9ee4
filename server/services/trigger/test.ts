import { z } from 'zod'
import { authorize, type Context } from '../context'
import { startRun } from '../run/start'
import { findTrigger } from './find'
import { mapGiven } from './receive-webhook'

export const testTriggerInput = z.object({
  id: z.string().max(60),
  /** A webhook's body, or what is filled in a form; a schedule has its own input. */
  body: z.record(z.string(), z.unknown()).default({}),
})

/**
 * Starts a shadow run as the trigger would: everything is real but the effects. It is the caller's own run.
 * @throws BatonError as startRun
 */
export async function testTrigger(
  ctx: Context,
  { id, body }: z.infer<typeof testTriggerInput>,
): Promise<{ runId: string }> {
  const scope = await authorize(ctx, 'trigger.edit')
  const { prisma } = scope.db
  const trigger = await findTrigger(prisma, scope.workspace.id, id)
  const { slug } = await prisma.team.findUniqueOrThrow({ where: { id: trigger.teamId } })
  const input =
    trigger.kind === 'schedule'
      ? trigger.config.input
      : mapGiven(body, trigger.kind === 'webhook' ? trigger.config.mapping : undefined)
  const { id: runId } = await startRun(ctx, {
    ...{ team: slug, input, mode: 'shadow', trigger: id },
    environment: trigger.environment ?? undefined,
  })
  return { runId }
}
