import { CARD } from '@/components/canvas/geometry/shapes'
import { teamDocumentSchema, type Edge, type TeamDocument } from '@/domain/team/document'
import type { TeamNode } from '@/domain/team/node'
import { node } from '@/domain/team/testing/draw-team'
import type { Example } from '@/prisma/seed/examples/example'

/** Cards of one block: a clerk, rules, a split with three opinions, and their join. */
const BLOCK = 7
const WAYS = ['first', 'second', 'third'] as const
const COLUMNS = 8
const [PITCH_X, PITCH_Y] = [CARD.width + 88, CARD.height + 66]
const CLERK = 'bench-clerk'

/** A sound team of so many nodes that runs by itself from its trigger to its end, an agent's answer after the other. */
export function canvasTeam(size: number): Example {
  const nodes: TeamNode[] = []
  const edges: Edge[] = []
  const positions: TeamDocument['layout']['positions'] = {}
  let last: string | undefined
  const put = (one: TeamNode, column: number, row: number, block: number) => {
    nodes.push(one)
    positions[one.id] = {
      x: ((block % COLUMNS) * 3.6 + column) * PITCH_X,
      y: (Math.floor(block / COLUMNS) * 5 + row) * PITCH_Y,
    }
  }
  const lead = (from: string, to: string, port = 'out') =>
    edges.push({ id: `${from}_${port}_${to}`, from: { node: from, port }, to: { node: to } })
  const then = (to: string) => {
    if (last !== undefined) lead(last, to, last.startsWith('rules') ? 'pass' : 'out')
    last = to
  }
  const work = (id: string) =>
    node('agent', id, { agent: CLERK, produces: 'bench.note@1', task: 'Note what is next.' })

  put(node('trigger', 'start', { produces: 'bench.request@1', title: 'Case {{ start.case }}' }), 1, -1, 0)
  then('start')
  const blocks = Math.floor((size - 2) / BLOCK)
  for (let i = 0; i < blocks; i++) {
    put(work(`clerk_${i}`), 1, 0, i)
    then(`clerk_${i}`)
    put(node('rules', `rules_${i}`), 1, 1, i)
    then(`rules_${i}`)
    const ways = WAYS.map((port) => ({ port, label: port }))
    put(node('parallel', `split_${i}`, { ways }), 1, 2, i)
    then(`split_${i}`)
    put(node('join', `join_${i}`), 1, 4, i)
    for (const [column, way] of WAYS.entries()) {
      put(work(`${way}_${i}`), column, 3, i)
      lead(`split_${i}`, `${way}_${i}`, way)
      lead(`${way}_${i}`, `join_${i}`)
    }
    last = `join_${i}`
  }
  for (let i = nodes.length; i < size - 1; i++) {
    put(work(`more_${i}`), i - blocks * BLOCK, 0, blocks)
    then(`more_${i}`)
  }
  put(node('end', 'done'), 0, 1, blocks)
  then('done')
  const note = { next: { type: 'string', maxLength: 200, 'x-classification': 'internal' } }
  const asked = { case: { type: 'string', maxLength: 40, 'x-classification': 'internal' } }
  const contract = (name: string, properties: Record<string, object>) => ({
    name,
    version: 1,
    schema: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
  })
  return {
    key: `canvas-${size}`,
    document: teamDocumentSchema.parse({
      format: 1,
      name: `Canvas of ${size}`,
      goal: 'Shows how the canvas bears a large team.',
      contracts: [contract('bench.request', asked), contract('bench.note', note)],
      nodes,
      edges,
      layout: { positions, notes: [] },
    }),
    agents: [
      {
        ...{ slug: CLERK, name: 'Clerk', job: 'Notes what is next.', instructions: '', owner: 'Ada Example' },
        ...{
          clearance: 'internal',
          categories: [],
          tier: 'small',
          models: [],
          tools: [],
          autonomy: 3,
          claims: [],
        },
      },
    ],
    calls: [],
    sample: { case: 'C-1' },
  }
}
