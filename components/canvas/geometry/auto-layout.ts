import ELK, { type ELK as Engine, type ElkNode } from 'elkjs/lib/elk-api'
import { FRAME_ROOM } from './bounds'
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
 * @param groups what stands together within a frame
 */
export async function autoLayout(
  ids: readonly string[],
  edges: readonly (Link & { id: string })[],
  groups: readonly { id: string; nodes: readonly string[] }[] = [],
): Promise<Record<string, Point>> {
  engine ??= new ELK({
    workerFactory: () => new Worker(new URL('./layout.worker.ts', import.meta.url)),
  })
  const groupOf = new Map(groups.flatMap(({ id, nodes }) => nodes.map((node) => [node, id] as const)))
  const card = (id: string): ElkNode => ({ id, ...CARD })
  const graph: ElkNode = {
    id: 'team',
    layoutOptions: {
      ...OPTIONS,
      ...optionsFor(ids, edges),
      ...(groups.length > 0 && { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' }),
    },
    children: [
      ...ids.filter((id) => !groupOf.has(id)).map(card),
      ...groups.map(({ id }) => ({
        id: `group ${id}`,
        layoutOptions: { 'elk.padding': PADDING },
        children: ids.filter((node) => groupOf.get(node) === id).map(card),
      })),
    ],
    edges: edges.map(({ id, from, to }) => ({ id: `edge ${id}`, sources: [from], targets: [to] })),
  }
  const placed = await engine.layout(graph)
  return Object.fromEntries(
    (placed.children ?? []).flatMap((child) => {
      const within = child.children?.map((one) => spot(one, child))
      return within ?? [spot(child)]
    }),
  )
}

const { side, top } = FRAME_ROOM
const PADDING = `[top=${top},left=${side},bottom=${side},right=${side}]`

function spot({ id, x = 0, y = 0 }: ElkNode, within: ElkNode = { id: '' }): [string, Point] {
  return [id, { x: snap(x + (within.x ?? 0) + 96), y: snap(y + (within.y ?? 0) + 24) }]
}
