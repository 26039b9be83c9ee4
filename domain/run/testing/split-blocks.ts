import { agent, called, human, pause, rules } from './plain-blocks'
import {
  lead,
  PRODUCES,
  put,
  sequence,
  slotOf,
  within,
  type Block,
  type Drawing,
  type Loose,
  type Place,
} from './drawing'

export const router: Block = (drawing, place, loose) => {
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

export const parallel: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const ways = ['a', 'b', 'c'].slice(0, 2 + tape(2)).map((port) => ({ port, label: '' }))
  const id = put(drawing, 'parallel', { ways })
  lead(drawing, loose, id)
  place.back.push(id)
  const lanes = ways.map(({ port }) => lane(drawing, place, `${id}.${port}`))
  return together(drawing, place, lanes, ways.length)
}

export const map: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const over = `[${slotOf(drawing, place)}]`
  const id = put(drawing, 'map', { over, atOnce: 1 + tape(2), maxItems: 3, ...PRODUCES })
  lead(drawing, loose, id)
  place.back.push(id)
  const inside = { ...place, slots: [...place.slots, id] }
  return together(drawing, place, [lane(drawing, inside, `${id}.each`)], 3)
}

/** An orchestrator with one or two spokes; each does one kind of task, the last one every kind. */
export const hub: Block = (drawing, place, loose) => {
  const { tape, onlyAll } = drawing
  const ports = ['x', 'y'].slice(0, 1 + tape(2))
  const types = ports.map((port) => `task_${port}`)
  const id = put(drawing, 'orchestrator', {
    agent: 'writer',
    retries: 0,
    repairs: 0,
    ...PRODUCES,
    tasks: types.map((type) => ({ type, about: '', ...(tape(2) && { input: PRODUCES.produces }) })),
    spokes: ports.map((port, i) => ({
      port,
      label: '',
      can: i === ports.length - 1 ? types : [`task_${port}`],
    })),
    maxRounds: 1 + tape(3),
    maxTasks: 1 + tape(3),
    atOnce: 1 + tape(2),
    failed: !onlyAll && tape(2) ? 'skip' : 'ask',
  })
  lead(drawing, loose, id)
  place.back.push(id)
  for (const port of ports) {
    const inside = { ...place, slots: [...place.slots, `${id}_task`] }
    lead(drawing, lane(drawing, inside, `${id}.${port}`).loose, id)
  }
  place.slots.push(id)
  return [id]
}

/** One lane: what it wrote, and how it comes to the join; now and then it ends before. */
function lane(drawing: Drawing, place: Place, way: Loose): { loose: Loose[]; wrote: string[] } {
  const inner: Place = { slots: [...place.slots], back: [], depth: place.depth + 1 }
  const first = [agent, agent, human, rules, pause, called][drawing.tape(6)] ?? agent
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
export const spread: Block = (drawing, place, loose) => {
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
