import fc from 'fast-check'
import type { TeamDocument } from '../../team/document'
import { kindOf } from '../../team/kinds/registry'
import { contract, drawTeam, node } from '../../team/testing/draw-team'
import type { NodeKind, NodeOf, TeamNode } from '../../team/node'

const thing = {
  ...contract('some.thing@1', {}),
  schema: { type: 'object', 'x-classification': 'public' },
}
const PRODUCES = { produces: 'some.thing@1' }

/** A way out that leads nowhere yet: `n3`, or `n3.approved`. */
type Loose = string

/** Draws numbers below a bound; when there are no more it draws 0, the simplest choice. */
type Tape = (below: number) => number

interface Drawing {
  nodes: TeamNode[]
  edges: string[]
  tape: Tape
  size: number
  /** Every join waits for all, and no lane is given up. */
  onlyAll: boolean
}

/** What can be read and gone back to where the next block is drawn. */
interface Place {
  slots: string[]
  /** Nodes of the same lane that come before. */
  back: string[]
  depth: number
}

/**
 * Teams of blocks within blocks: what splits comes together, mostly; what is read has been written, mostly; effects
 * stand behind a gate, mostly. So a good share compiles, and whoever compiles has been tempted to go wrong.
 */
export function randomTeam(options: { onlyAll?: boolean } = {}): fc.Arbitrary<TeamDocument> {
  return fc.array(fc.nat(9999), { minLength: 20, maxLength: 200 }).map((numbers) => {
    let at = 0
    const drawing: Drawing = {
      nodes: [],
      edges: [],
      tape: (below) => (numbers[at++] ?? 0) % below,
      size: 4 + ((numbers[0] ?? 0) % 20),
      onlyAll: options.onlyAll ?? false,
    }
    const start = put(drawing, 'trigger', PRODUCES)
    const place: Place = { slots: [start], back: [], depth: 0 }
    const loose = sequence(drawing, place, [start], 2 + drawing.tape(4))
    lead(drawing, loose, put(drawing, 'end'))
    if (drawing.tape(3) === 1) astray(drawing)
    return drawTeam({ contracts: [thing], nodes: drawing.nodes, edges: drawing.edges })
  })
}

/** Leads one handoff somewhere else: what still compiles must not go wrong. */
function astray({ nodes, edges, tape }: Drawing): void {
  const at = tape(edges.length)
  const [from = ''] = edges[at]?.split(' -> ') ?? []
  edges[at] = `${from} -> n${1 + tape(nodes.length - 1)}`
}

function put<K extends NodeKind>(
  drawing: Drawing,
  kind: K,
  fields: Partial<NodeOf<K>> | object = {},
): string {
  const id = `n${drawing.nodes.length}`
  drawing.nodes.push(node(kind, id, fields as Partial<NodeOf<K>>))
  return id
}

function lead(drawing: Drawing, from: readonly Loose[], to: string): void {
  for (const way of from) drawing.edges.push(`${way} -> ${to}`)
}

function sequence(drawing: Drawing, place: Place, loose: Loose[], blocks: number): Loose[] {
  let ways = loose
  for (let i = 0; i < blocks && ways.length > 0; i++) {
    const draw = i > 0 && drawing.nodes.length > drawing.size ? BLOCKS[0] : BLOCKS[pickBlock(drawing, place)]
    ways = draw?.(drawing, place, ways) ?? ways
    if (drawing.nodes.length > drawing.size) break
  }
  return ways
}

const pickBlock = ({ tape }: Drawing, { depth }: Place): number =>
  tape(depth < 3 ? BLOCKS.length : BLOCKS.length - 5)

type Block = (drawing: Drawing, place: Place, loose: Loose[]) => Loose[]

/** A slot written before, where all went well; now and then any that is drawn by now. */
function slotOf({ tape, nodes }: Drawing, { slots }: Place): string {
  const written = slots[tape(slots.length)] ?? 'n0'
  if (tape(5) !== 1) return written
  const writers = nodes.filter((one) => kindOf(one).writes(one))
  return writers[tape(writers.length)]?.id ?? written
}

const agent: Block = (drawing, place, loose) => {
  const reads = drawing.tape(2) ? [slotOf(drawing, place)] : []
  const id = put(drawing, 'agent', { agent: 'writer', retries: 0, repairs: 0, reads, ...PRODUCES })
  lead(drawing, loose, id)
  place.slots.push(id)
  place.back.push(id)
  return [id]
}

const human: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const id = put(drawing, 'human', { maxSendBacks: 1 + tape(2) })
  lead(drawing, loose, id)
  goBack(drawing, place, `${id}.sent_back`, tape(2) === 1)
  place.back.push(id)
  if (tape(4) === 1) lead(drawing, [`${id}.rejected`], put(drawing, 'end', { outcome: 'rejected' }))
  return [`${id}.approved`]
}

const gated: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const gate = tape(6) === 1 ? loose : human(drawing, place, loose)
  const value = `size(${slotOf(drawing, place)})`
  const id = put(drawing, 'action', { connection: 'crm', fields: [{ name: 'x', label: '', value }] })
  lead(drawing, gate, id)
  place.back.push(id)
  return [id]
}

const rules: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const when = `size(${slotOf(drawing, place)}) > 1`
  const then = tape(2) ? 'reject' : 'review'
  const id = put(drawing, 'rules', { rules: [{ id: 'R-1', name: 'r', when, then, message: '' }] })
  lead(drawing, loose, id)
  place.back.push(id)
  if (tape(2) === 0) return [`${id}.pass`, ...human(drawing, place, [`${id}.${then}`])]
  lead(drawing, [`${id}.${then}`], put(drawing, 'end', { outcome: 'rejected' }))
  return [`${id}.pass`]
}

const router: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const when = `size(${slotOf(drawing, place)}) > 1`
  const id = put(drawing, 'router', { routes: [{ port: 'way', label: '', when }] })
  lead(drawing, loose, id)
  place.back.push(id)
  const one = sequence(drawing, within(place), [`${id}.way`], tape(3))
  if (tape(4) === 1) {
    lead(drawing, one, put(drawing, 'end'))
    return [`${id}.default`]
  }
  return [...one, ...sequence(drawing, within(place), [`${id}.default`], tape(3))]
}

const loop: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const until = `size(${slotOf(drawing, place)}) > 1`
  const id = put(drawing, 'loop', { until, feedback: 'Once more', maxRounds: 1 + tape(2) })
  lead(drawing, loose, id)
  goBack(drawing, place, `${id}.again`, true)
  place.back.push(id)
  if (tape(3) === 1) {
    lead(drawing, [`${id}.exhausted`], put(drawing, 'end', { outcome: 'rejected' }))
    return [`${id}.done`]
  }
  return [`${id}.done`, `${id}.exhausted`]
}

/** Back to what came before in the same lane; now and then on to what is drawn next. */
function goBack(drawing: Drawing, { back }: Place, way: Loose, wanted: boolean): void {
  if (!wanted) return
  const next = `n${drawing.nodes.length}`
  const target = drawing.tape(12) === 1 ? next : (back[drawing.tape(back.length || 1)] ?? next)
  lead(drawing, [way], target)
}

const parallel: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const ways = ['a', 'b', 'c'].slice(0, 2 + tape(2)).map((port) => ({ port, label: '' }))
  const id = put(drawing, 'parallel', { ways })
  lead(drawing, loose, id)
  place.back.push(id)
  const lanes = ways.map(({ port }) => lane(drawing, place, `${id}.${port}`))
  return together(drawing, place, lanes, ways.length)
}

const map: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const over = `[${slotOf(drawing, place)}]`
  const id = put(drawing, 'map', { over, atOnce: 1 + tape(2), maxItems: 3, ...PRODUCES })
  lead(drawing, loose, id)
  place.back.push(id)
  const inside = { ...place, slots: [...place.slots, id] }
  return together(drawing, place, [lane(drawing, inside, `${id}.each`)], 3)
}

const within = (place: Place): Place => ({ ...place, slots: [...place.slots], depth: place.depth + 1 })

/** One lane: what it wrote, and how it comes to the join; now and then it ends before. */
function lane(drawing: Drawing, place: Place, way: Loose): { loose: Loose[]; wrote: string[] } {
  const inner: Place = { slots: [...place.slots], back: [], depth: place.depth + 1 }
  const first = [agent, agent, human, rules][drawing.tape(4)] ?? agent
  let loose = first(drawing, inner, [way])
  loose = sequence(drawing, inner, loose, drawing.tape(3))
  if (drawing.tape(12) === 1) {
    lead(drawing, loose, put(drawing, 'end'))
    loose = []
  }
  return { loose, wrote: inner.slots.slice(place.slots.length) }
}

function together(
  drawing: Drawing,
  place: Place,
  lanes: { loose: Loose[]; wrote: string[] }[],
  width: number,
): Loose[] {
  const { tape, onlyAll } = drawing
  const timed = !onlyAll && tape(3) === 1
  const policy = onlyAll
    ? {}
    : {
        wait: (['all', 'any', 'quorum'] as const)[tape(3)],
        quorum: 1 + tape(width),
        tolerate: tape(2) * tape(3),
        late: tape(2) ? 'finish' : 'cancel',
        failed: tape(2) ? 'skip' : 'ask',
        ...(timed && { timeoutSeconds: 60 }),
      }
  const id = put(drawing, 'join', { ...policy, ...((onlyAll || tape(2)) && PRODUCES) })
  lead(
    drawing,
    lanes.flatMap(({ loose }) => loose),
    id,
  )
  // Whether all of it is there behind the join is the compiler's to say.
  place.slots.push(...lanes.flatMap(({ wrote }) => wrote))
  const short = tape(3)
  if (short === 0) return [id]
  if (short === 1) return [id, `${id}.short`]
  const [more] = [sequence(drawing, within(place), [`${id}.short`], 1)]
  return [id, ...more]
}

/** Approved before a split: effects in its lanes and behind it, mostly without anybody working in between. */
const spread: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const gate = human(drawing, place, loose)
  const items = tape(3) === 1
  const ways = ['a', 'b'].map((port) => ({ port, label: '' }))
  const id = items
    ? put(drawing, 'map', { over: '[n0]', maxItems: 2, ...PRODUCES })
    : put(drawing, 'parallel', { ways })
  lead(drawing, gate, id)
  const lanes = (items ? ['each'] : ['a', 'b']).map((port) => {
    const inner: Place = { slots: [...place.slots], back: [], depth: place.depth + 1 }
    const first = tape(6) === 1 ? agent(drawing, inner, [`${id}.${port}`]) : [`${id}.${port}`]
    const last =
      items || tape(2)
        ? put(drawing, 'timer')
        : put(drawing, 'action', { connection: 'crm', summary: 'Writes' })
    lead(drawing, first, last)
    return { loose: [last], wrote: [] }
  })
  const behind = put(drawing, 'action', { connection: 'crm', summary: 'Writes' })
  lead(drawing, together(drawing, place, lanes, 2), behind)
  return [behind]
}

/** The last five nest. */
const BLOCKS: Block[] = [agent, agent, human, gated, rules, loop, router, parallel, map, parallel, spread]
