import ELK, { type ELK as Engine, type ElkNode } from 'elkjs/lib/elk-api'
import { CARD, snap, type Point } from './shapes'

let engine: Engine | undefined

const OPTIONS: Record<string, string> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.layered.spacing.nodeNodeBetweenLayers': '62',
  'elk.spacing.nodeNode': '104',
  'elk.spacing.componentComponent': '64',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
}

/**
 * Places for all cards, in layers from the entry downwards (ELK, layered after Sugiyama), in a worker.
 * @param ids in the order in which siblings should stand
 */
export async function autoLayout(
  ids: readonly string[],
  edges: readonly { id: string; from: string; to: string }[],
): Promise<Record<string, Point>> {
  engine ??= new ELK({
    workerFactory: () => new Worker(new URL('./layout.worker.ts', import.meta.url)),
  })
  const graph: ElkNode = {
    id: 'team',
    layoutOptions: OPTIONS,
    children: ids.map((id) => ({ id, ...CARD })),
    edges: edges.map(({ id, from, to }) => ({ id: `edge ${id}`, sources: [from], targets: [to] })),
  }
  const placed = await engine.layout(graph)
  return Object.fromEntries(
    (placed.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x: snap(x + 96), y: snap(y + 24) }]),
  )
}
