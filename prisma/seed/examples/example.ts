import { agentSchema, type Agent } from '@/domain/team/agent'
import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import type { z } from 'zod'

/** A small team that shows one way of working together, with an input that takes it to its end. */
export interface Example {
  /** Also the address of the team where another example calls it. */
  key: string
  document: TeamDocument
  agents: Agent[]
  /** Keys of the examples it calls. */
  calls: string[]
  /** What a run is started with. */
  sample: Record<string, unknown>
}

interface Drawn {
  key: string
  name: string
  /** One sentence: what it shows. */
  description: string
  goal: string
  contracts: z.input<typeof teamDocumentSchema>['contracts']
  agents?: z.input<typeof agentSchema>[]
  nodes: z.input<typeof teamDocumentSchema>['nodes']
  /** `node.port -> node`; the port is `out` when left out. */
  edges: string[]
  /** Column and row of each card, from the top left. */
  places: Record<string, readonly [column: number, row: number]>
  calls?: string[]
  sample: Record<string, unknown>
}

/** Between the left edges of two columns, and the top edges of two rows: room for what a handoff says. */
const PITCH = { x: 344, y: 144 }
const MARGIN = { x: 96, y: 40 }

/** An example as it is written down. @throws ZodError when the team or an agent is not one */
export function example({ key, agents = [], edges, places, calls = [], sample, ...team }: Drawn): Example {
  return {
    key,
    calls,
    sample,
    agents: agents.map((agent) => agentSchema.parse(agent)),
    document: teamDocumentSchema.parse({
      format: 1,
      ...team,
      edges: edges.map(edgeOf),
      layout: {
        positions: Object.fromEntries(
          Object.entries(places).map(([id, [column, row]]) => [
            id,
            { x: MARGIN.x + column * PITCH.x, y: MARGIN.y + row * PITCH.y },
          ]),
        ),
      },
    }),
  }
}

function edgeOf(written: string) {
  const [from = '', to = ''] = written.split(' -> ')
  const [node = '', port = 'out'] = from.split('.')
  return { id: `${node}_${port}_${to}`, from: { node, port }, to: { node: to } }
}
