import { goBack, lead, PRODUCES, put, sequence, slotOf, within, type Block } from './drawing'

/** Another team, by the slugs of the random catalogue: one that says what it brings, and one that does not. */
export const CALLED = ['desk', 'vague'] as const

export const agent: Block = (drawing, place, loose) => {
  const { tape, nodes } = drawing
  const reads = tape(2) ? [slotOf(drawing, place)] : []
  const before = place.back.filter((id) => nodes.some((one) => one.id === id && one.kind === 'agent'))
  const asked = tape(3) > 0 ? before[tape(before.length || 1)] : undefined
  const id = put(drawing, 'agent', {
    agent: 'writer',
    retries: 0,
    repairs: 0,
    reads,
    ...PRODUCES,
    ...(asked !== undefined && { asksBack: { max: 1 + tape(2) } }),
  })
  lead(drawing, loose, id)
  if (asked !== undefined) lead(drawing, [`${id}.request`], asked)
  place.slots.push(id)
  place.back.push(id)
  return [id]
}

export const human: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const id = put(drawing, 'human', { maxSendBacks: 1 + tape(2) })
  lead(drawing, loose, id)
  goBack(drawing, place, `${id}.sent_back`, tape(2) === 1)
  place.back.push(id)
  if (tape(4) === 1) lead(drawing, [`${id}.rejected`], put(drawing, 'end', { outcome: 'rejected' }))
  return [`${id}.approved`]
}

export const gated: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const gate = tape(6) === 1 ? loose : human(drawing, place, loose)
  const between = [pause, called][tape(12)]
  const ready = between?.(drawing, place, gate) ?? gate
  const value = `size(${slotOf(drawing, place)})`
  const id = put(drawing, 'action', { connection: 'crm', fields: [{ name: 'x', label: '', value }] })
  lead(drawing, ready, id)
  place.back.push(id)
  return [id]
}

export const rules: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const slot = slotOf(drawing, place)
  const when = tape(4) === 1 ? `decision.${slot}.confidence < 0.5` : `size(${slot}) > 1`
  const then = tape(2) ? 'reject' : 'review'
  const id = put(drawing, 'rules', { rules: [{ id: 'R-1', name: 'r', when, then, message: '' }] })
  lead(drawing, loose, id)
  place.back.push(id)
  if (tape(2) === 0) return [`${id}.pass`, ...human(drawing, place, [`${id}.${then}`])]
  lead(drawing, [`${id}.${then}`], put(drawing, 'end', { outcome: 'rejected' }))
  return [`${id}.pass`]
}

export const loop: Block = (drawing, place, loose) => {
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

/** A while, a time that the state names, or an event: with a way for one that does not come, or without. */
export const pause: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const how = tape(4)
  if (how < 2) {
    const until = how === 1 ? { until: `string(size(${slotOf(drawing, place)}))` } : {}
    const id = put(drawing, 'timer', until)
    lead(drawing, loose, id)
    place.back.push(id)
    return [id]
  }
  const timed = tape(2) === 1
  const id = put(drawing, 'wait', {
    event: 'thing.came',
    ...PRODUCES,
    ...(timed && { timeoutSeconds: 60 }),
  })
  lead(drawing, loose, id)
  place.back.push(id)
  if (timed && tape(2) === 1) {
    lead(drawing, [`${id}.timeout`], put(drawing, 'end', { outcome: 'rejected' }))
    place.slots.push(id)
    return [id]
  }
  // Whether it is there where nothing may have come is the compiler's to say.
  if (!timed || tape(4) === 1) place.slots.push(id)
  return timed ? [id, `${id}.timeout`] : [id]
}

/** Another team, in a run of its own. */
export const called: Block = (drawing, place, loose) => {
  const { tape } = drawing
  const brings = tape(3) > 0
  const id = put(drawing, 'team', {
    team: CALLED[tape(2)],
    ...(brings && PRODUCES),
    ...(tape(2) && { input: slotOf(drawing, place) }),
  })
  lead(drawing, loose, id)
  place.back.push(id)
  if (brings) place.slots.push(id)
  if (tape(3) !== 1) return [id]
  const [first, more] = [`${id}.rejected`, within(place)]
  if (brings) more.slots.pop()
  return [id, ...sequence(drawing, more, [first], 1)]
}
