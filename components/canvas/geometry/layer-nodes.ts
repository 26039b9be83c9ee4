/** A node's place in a left-to-right picture of a graph: its column, and its row counted from the middle. */
export interface Cell {
  id: string
  column: number
  row: number
}

/**
 * Columns by the longest way from the entries (edges that lead back do not count), rows so that neighbours lie near
 * each other. Deterministic: the order of `ids` breaks ties.
 */
export function layerNodes(ids: readonly string[], edges: readonly { from: string; to: string }[]): Cell[] {
  const forward = withoutBackEdges(ids, edges)
  const before = byKey(forward, ({ to }) => to)
  const column = new Map<string, number>()
  const depth = (id: string): number => {
    const known = column.get(id)
    if (known !== undefined) return known
    const found = Math.max(0, ...(before.get(id) ?? []).map(({ from }) => depth(from) + 1))
    column.set(id, found)
    return found
  }
  ids.forEach(depth)
  const columns: string[][] = []
  for (const id of ids) (columns[depth(id)] ??= []).push(id)
  const row = new Map<string, number>()
  columns.forEach((members) => {
    const wish = new Map(members.map((id) => [id, meanRow(before.get(id) ?? [], row)]))
    const order = [...members].sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0))
    order.forEach((id, index) => row.set(id, index - (order.length - 1) / 2))
    // A node alone in its column goes on straight from those before it.
    const only = order[0]
    if (order.length === 1 && only !== undefined) row.set(only, wish.get(only) ?? 0)
  })
  return ids.map((id) => ({ id, column: column.get(id) ?? 0, row: row.get(id) ?? 0 }))
}

function meanRow(into: readonly { from: string }[], row: Map<string, number>): number {
  const rows = into.map(({ from }) => row.get(from) ?? 0)
  return rows.length ? rows.reduce((a, b) => a + b, 0) / rows.length : 0
}

/** Depth first from the entries; an edge to a node on the current way leads back. */
function withoutBackEdges<E extends { from: string; to: string }>(
  ids: readonly string[],
  edges: readonly E[],
): E[] {
  const state = new Map<string, 'open' | 'closed'>()
  const kept: E[] = []
  const known = new Set(ids)
  const out = byKey(edges, ({ from }) => from)
  const visit = (id: string) => {
    state.set(id, 'open')
    for (const edge of out.get(id) ?? []) {
      if (!known.has(edge.to)) continue
      if (state.get(edge.to) === 'open') continue
      kept.push(edge)
      if (!state.has(edge.to)) visit(edge.to)
    }
    state.set(id, 'closed')
  }
  const entered = new Set(edges.map((edge) => edge.to))
  for (const id of ids) if (!entered.has(id) && !state.has(id)) visit(id)
  for (const id of ids) if (!state.has(id)) visit(id)
  return kept
}

function byKey<E>(edges: readonly E[], keyOf: (edge: E) => string): Map<string, E[]> {
  const lists = new Map<string, E[]>()
  for (const edge of edges) {
    const list = lists.get(keyOf(edge))
    if (list) list.push(edge)
    else lists.set(keyOf(edge), [edge])
  }
  return lists
}
