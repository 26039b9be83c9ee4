import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { common } from './common'
import { OUT, type Kind } from './kind'

/** Where the lanes of a parallel, or the items of a map, come together. Fires once. */
export const joinSchema = z.object({
  ...common,
  kind: z.literal('join'),
  /** What it waits for: all lanes, the first, or so many. */
  wait: z.enum(['all', 'any', 'quorum']).default('all'),
  /** With `quorum`: arrivals that are enough. */
  quorum: z.number().int().min(1).max(1000).default(2),
  /** With `all`: lanes that may end without arriving. */
  tolerate: z.number().int().min(0).max(1000).default(0),
  /** Seconds from the split until what there is must do; without, it waits as long as it takes. */
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(90 * 86_400)
    .optional(),
  /** What becomes of lanes that are under way when it fires: stopped before their next step, or left to finish. */
  late: z.enum(['cancel', 'finish']).default('cancel'),
  /** What becomes of a step in a lane that cannot go on: a person is asked, or the lane is given up. */
  failed: z.enum(['ask', 'skip']).default('ask'),
  /**
   * Contract of what it gathers: of a parallel an object with what each way brought, by its name; of a map
   * `{ results: […], missing: n }`. Without one it hands on what came into the split.
   */
  produces: contractRefSchema.optional(),
})

export type JoinNode = z.infer<typeof joinSchema>

const WAITS = {
  all: ({ tolerate }: JoinNode) => (tolerate > 0 ? `all, up to ${tolerate} may be missing` : 'all'),
  any: () => 'the first',
  quorum: ({ quorum }: JoinNode) => `${quorum}`,
}

export const joinKind: Kind<JoinNode> = {
  title: 'Join',
  summary: (node) => `Waits for ${WAITS[node.wait](node)}`,
  defaults: (id, name) => ({
    id,
    name,
    kind: 'join',
    wait: 'all',
    quorum: 2,
    tolerate: 0,
    late: 'cancel',
    failed: 'ask',
  }),
  ports: ({ timeoutSeconds, failed }) => [
    OUT,
    {
      id: 'short',
      label: 'too few',
      required: timeoutSeconds !== undefined || failed === 'skip',
      endsAs: 'rejected',
    },
  ],
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: ({ produces }) => produces !== undefined,
  produces: ({ produces }) => produces,
  accepts: () => undefined,
  expressions: () => [],
  closes: 'any',
  joins: ({ wait, quorum, tolerate, late, failed, timeoutSeconds }) => ({
    wait,
    quorum,
    tolerate,
    late,
    failed,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  }),
  // Where too few came, nothing is gathered.
  hands: ({ id, produces }, port) =>
    produces !== undefined && port === 'out' ? [{ slot: id, contract: produces }] : [],
}
