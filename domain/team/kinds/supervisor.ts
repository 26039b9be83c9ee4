import { z } from 'zod'
import { common } from './common'
import type { Kind } from './kind'
import { readsExpressions, staffed, STAFFED_DEFAULTS } from './staffed'

/**
 * A gate at which an agent reviews another agent's decision before it takes effect: approves, amends, sends back with
 * reasons so often and no more, or asks a person.
 */
export const supervisorSchema = z.object({
  ...common,
  kind: z.literal('supervisor'),
  ...staffed,
  /** How often it may send back before what it rejects stays rejected. */
  maxRounds: z.number().int().min(0).max(5).default(2),
})

export type SupervisorNode = z.infer<typeof supervisorSchema>

export const SENT_BACK = 'sent_back'

export const supervisorKind: Kind<SupervisorNode> = {
  title: 'Supervisor',
  summary: ({ agent }, names) => (agent ? (names.agent(agent) ?? agent) : 'No agent chosen'),
  defaults: (id, name) => ({ id, name, kind: 'supervisor', ...STAFFED_DEFAULTS, maxRounds: 2 }),
  ports: () => [
    { id: 'approved', label: 'approved', required: true, approves: true },
    { id: SENT_BACK, label: 'sent back', required: false, returns: true },
    { id: 'rejected', label: 'rejected', required: false, endsAs: 'rejected' },
    { id: 'escalated', label: 'asks a person', required: true },
  ],
  takesIn: true,
  isGate: true,
  isEffect: () => false,
  writes: () => false,
  produces: () => undefined,
  accepts: () => undefined,
  expressions: readsExpressions,
  returns: ({ maxRounds }) => maxRounds,
}
