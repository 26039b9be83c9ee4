import { handedOnBy, kindOf } from '../../team/kinds/registry'
import type { NodeKind, NodeOf, TeamNode } from '../../team/node'
import { contract, node } from '../../team/testing/draw-team'

/** What everything that is handed over in a random team fits. */
export const thing = {
  ...contract('some.thing@1', {}),
  schema: { type: 'object', 'x-classification': 'public' },
}
export const PRODUCES = { produces: 'some.thing@1' }

/** A way out that leads nowhere yet: `n3`, or `n3.approved`. */
export type Loose = string

/** Draws numbers below a bound; when there are no more it draws 0, the simplest choice. */
type Tape = (below: number) => number

/** Draws some nodes behind the ways that lead there, and says which ways lead on. */
export type Block = (drawing: Drawing, place: Place, loose: Loose[]) => Loose[]

export interface Drawing {
  nodes: TeamNode[]
  edges: string[]
  tape: Tape
  size: number
  /** Every join waits for all, and no lane is given up. */
  onlyAll: boolean
  /** What is drawn from; the ones that nest stand apart, for they end where it is deep enough. */
  blocks: { plain: Block[]; nesting: Block[] }
}

/** What can be read and gone back to where the next block is drawn. */
export interface Place {
  slots: string[]
  /** Nodes of the same lane that come before. */
  back: string[]
  depth: number
}

export function put<K extends NodeKind>(
  drawing: Drawing,
  kind: K,
  fields: Partial<NodeOf<K>> | object = {},
): string {
  const id = `n${drawing.nodes.length}`
  drawing.nodes.push(node(kind, id, fields as Partial<NodeOf<K>>))
  return id
}

export function lead(drawing: Drawing, from: readonly Loose[], to: string): void {
  for (const way of from) drawing.edges.push(`${way} -> ${to}`)
}

const DEEPEST = 3

export function sequence(drawing: Drawing, place: Place, loose: Loose[], blocks: number): Loose[] {
  const { plain, nesting } = drawing.blocks
  const known = place.depth < DEEPEST ? [...plain, ...nesting] : plain
  let ways = loose
  for (let i = 0; i < blocks && ways.length > 0; i++) {
    const full = drawing.nodes.length > drawing.size
    const draw = i > 0 && full ? plain[0] : known[drawing.tape(known.length)]
    ways = draw?.(drawing, place, ways) ?? ways
    if (drawing.nodes.length > drawing.size) break
  }
  return ways
}

/** A slot written before, where all went well; now and then any that is drawn by now. */
export function slotOf({ tape, nodes }: Drawing, { slots }: Place): string {
  const written = slots[tape(slots.length)] ?? 'n0'
  if (tape(5) !== 1) return written
  const writers = nodes.flatMap((one) =>
    kindOf(one)
      .ports(one)
      .flatMap(({ id }) => handedOnBy(one, id)),
  )
  return writers[tape(writers.length)]?.slot ?? written
}

/** Back to what came before in the same lane; now and then on to what is drawn next. */
export function goBack(drawing: Drawing, { back }: Place, way: Loose, wanted: boolean): void {
  if (!wanted) return
  const next = `n${drawing.nodes.length}`
  const target = drawing.tape(12) === 1 ? next : (back[drawing.tape(back.length || 1)] ?? next)
  lead(drawing, [way], target)
}

export const within = (place: Place): Place => ({
  ...place,
  slots: [...place.slots],
  depth: place.depth + 1,
})
