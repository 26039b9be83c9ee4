import type { WhyGraph } from '../record-types'

export const CARD = { width: 196, height: 46 } as const
const GAP = { x: 16, y: 28 } as const
/** Two cards beside each other. */
export const WIDTH = CARD.width * 2 + GAP.x

export interface Placed {
  boxes: { key: string; x: number; y: number }[]
  /** Drawn from the effect down to its cause; the arrow is at the effect. */
  lines: { key: string; path: string }[]
  height: number
}

/** Rows by how far back a cause lies; at most two beside each other, a single one in the middle. */
export function placeWhy({ root, nodes, links }: Pick<WhyGraph, 'root' | 'nodes' | 'links'>): Placed {
  const depth = depthsFrom(root, links)
  const layers = new Map<number, string[]>()
  for (const { key } of nodes) {
    const at = depth.get(key) ?? 0
    layers.set(at, [...(layers.get(at) ?? []), key])
  }
  const rows: string[][] = []
  for (const at of [...layers.keys()].sort((a, b) => a - b)) {
    const layer = layers.get(at) ?? []
    for (let i = 0; i < layer.length; i += 2) rows.push(layer.slice(i, i + 2))
  }
  const boxes = rows.flatMap((row, index) =>
    row.map((key, column) => ({
      key,
      x: row.length === 1 ? (WIDTH - CARD.width) / 2 : column * (CARD.width + GAP.x),
      y: index * (CARD.height + GAP.y),
    })),
  )
  const boxOf = new Map(boxes.map((box) => [box.key, box]))
  const lines = links.flatMap(({ from, to }) => {
    const [effect, cause] = [boxOf.get(from), boxOf.get(to)]
    if (!effect || !cause) return []
    const siblings = links.filter((link) => link.from === from).map((link) => boxOf.get(link.to)?.x ?? 0)
    const place = [...siblings].sort((a, b) => a - b).indexOf(cause.x)
    const x = effect.x + (CARD.width * (place + 1)) / (siblings.length + 1)
    return [
      { key: `${from} ${to}`, path: bend(x, effect.y + CARD.height, cause.x + CARD.width / 2, cause.y) },
    ]
  })
  return { boxes, lines, height: rows.length * (CARD.height + GAP.y) - GAP.y }
}

/** The longest way from the root to each, so that a cause lies below everything it led to. */
function depthsFrom(root: string, links: WhyGraph['links']): Map<string, number> {
  const depth = new Map([[root, 0]])
  const keys = new Set(links.flatMap(({ from, to }) => [from, to]))
  // A graph without circles settles after as many rounds as it has nodes.
  for (let round = 0, changed = true; changed && round <= keys.size; round++) {
    changed = false
    for (const { from, to } of links) {
      const next = (depth.get(from) ?? 0) + 1
      if (depth.has(from) && next > (depth.get(to) ?? 0)) {
        depth.set(to, next)
        changed = true
      }
    }
  }
  return depth
}

/** Down from the effect's lower edge, across just above the cause, down into it; corners of 8. */
function bend(x1: number, y1: number, x2: number, y2: number): string {
  const top = y1 + 4
  if (Math.abs(x1 - x2) < 1) return `M${x1} ${top}V${y2}`
  const middle = y2 - GAP.y / 2 + 2
  const radius = Math.min(8, Math.abs(x2 - x1) / 2)
  const way = x2 > x1 ? 1 : -1
  return `M${x1} ${top}V${middle - radius}Q${x1} ${middle} ${x1 + way * radius} ${middle}H${x2 - way * radius}Q${x2} ${middle} ${x2} ${middle + radius}V${y2}`
}
