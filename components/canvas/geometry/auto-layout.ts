import ELK, { type ELK as Engine, type ElkNode } from 'elkjs/lib/elk-api'
import { layerNodes } from './layer-nodes'
import { CARD, snap, type Point } from './shapes'

let engine: Engine | undefined

const OPTIONS: Record<string, string> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.spacing.nodeNode': '104',
  'elk.spacing.componentComponent': '64',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
}

interface Link {
  from: string
  to: string
}

/** Between two layers, in px: a hub's ways there and back need room for what each says. */
const [USUAL, AT_A_HUB] = [62, 118]

/**
 * What splits stands in the middle above its ways, what joins below them; but where a way leads far back, straight
 * lines leave it room beside the cards.
 */
export function optionsFor(ids: readonly string[], edges: readonly Link[]): Record<string, string> {
  const layer = new Map(layerNodes(ids, edges).map(({ id, column }) => [id, column]))
  const pairs = edges.filter(({ from, to }) => edges.some((other) => other.from === to && other.to === from))
  const leadsBack = edges.some(
    (edge) => (layer.get(edge.to) ?? 0) <= (layer.get(edge.from) ?? 0) && !pairs.includes(edge),
  )
  return {
    'elk.layered.spacing.nodeNodeBetweenLayers': String(pairs.length > 2 ? AT_A_HUB : USUAL),
    ...(leadsBack
      ? { 'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX' }
      : {
          'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
          'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
        }),
  }
}

/**
 * Places for all cards, in layers from the entry downwards (ELK, layered after Sugiyama), in a worker.
 * @param ids in the order in which siblings should stand
 */
export async function autoLayout(
  ids: readonly string[],
  edges: readonly (Link & { id: string })[],
): Promise<Record<string, Point>> {
  engine ??= new ELK({
    workerFactory: () => new Worker(new URL('./layout.worker.ts', import.meta.url)),
  })
  const graph: ElkNode = {
    id: 'team',
    layoutOptions: { ...OPTIONS, ...optionsFor(ids, edges) },
    children: ids.map((id) => ({ id, ...CARD })),
    edges: edges.map(({ id, from, to }) => ({ id: `edge ${id}`, sources: [from], targets: [to] })),
  }
  const placed = await engine.layout(graph)
  return Object.fromEntries(
    (placed.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x: snap(x + 96), y: snap(y + 24) }]),
  )
}
