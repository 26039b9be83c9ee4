import { z } from 'zod'

/** Who acts. Every change, entry and call names one. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: z.string(), name: z.string() }),
  /** `for`: the person who made it, or made the token that made it. */
  z.object({ kind: z.literal('token'), id: z.string(), name: z.string(), for: z.string().optional() }),
  z.object({ kind: z.literal('agent'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('system'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('nobody'), id: z.literal('nobody'), name: z.string() }),
])
export type Actor = z.infer<typeof actorSchema>

/** Whose deed it is where people are told apart: a token acts for the person who made it. */
export const principalOf = (actor: Actor): string => (actor.kind === 'token' && actor.for) || actor.id

export const NOBODY: Actor = { kind: 'nobody', id: 'nobody', name: 'Nobody' }

const PARTS = {
  engine: 'Engine',
  sequencer: 'Sequencer',
  seed: 'Seed',
  cli: 'Command line',
  auth: 'Sign-in',
  connectors: 'Connections',
}
/** A part of Baton that acts by itself. */
export const system = (id: keyof typeof PARTS): Actor => ({ kind: 'system', id, name: PARTS[id] })
