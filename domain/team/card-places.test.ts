import { expect, it } from 'vitest'
import { compileTeam } from './compile'
import { reduce } from './reduce'
import { placesOf } from './card-places'
import { drawTeam, node } from './testing/draw-team'
import { salesCatalogue } from './testing/sales-team'

const drawn = () =>
  drawTeam({
    nodes: [node('trigger', 'start'), node('action', 'write', { connection: 'crm' }), node('end', 'done')],
    edges: ['start -> write', 'write -> done'],
  })

/** Where the cards are after the fix. */
function places(positions: Record<string, { x: number; y: number }>) {
  const document = { ...drawn(), layout: { ...drawn().layout, positions } }
  const fixes = compileTeam(document, salesCatalogue).problems.flatMap(({ fixes }) => fixes ?? [])
  const fix = fixes.find(({ label }) => label.startsWith('Put a person before'))
  if (!fix) throw new Error('a write without a gate is no problem any more')
  return Object.fromEntries(placesOf(reduce(document, fix.command)))
}

it('lays a person out between what leads to a node and the node, and lets what is behind make way', () => {
  const down = { start: { x: 440, y: 40 }, write: { x: 440, y: 188 }, done: { x: 440, y: 336 } }
  expect(places(down)).toEqual({
    start: { x: 440, y: 40 },
    approval: { x: 440, y: 200 },
    write: { x: 440, y: 360 },
    done: { x: 440, y: 508 },
  })
  const across = { start: { x: 0, y: 0 }, write: { x: 300, y: 0 }, done: { x: 600, y: 0 } }
  expect(places(across)).toMatchObject({ approval: { x: 344, y: 0 }, write: { x: 688 }, done: { x: 988 } })
})

it('moves nothing where there is room, and finds the place among cards that nobody placed', () => {
  const wide = { start: { x: 0, y: 0 }, write: { x: 900, y: 0 }, done: { x: 1200, y: 0 } }
  expect(places(wide)).toMatchObject({ approval: { x: 556, y: 0 }, write: { x: 900 }, done: { x: 1200 } })
  const { start, approval, write, done } = places({})
  expect([start?.y, approval?.y, write?.y, done?.y]).toEqual(
    [start?.y, approval?.y, write?.y, done?.y].toSorted((a, b) => Number(a) - Number(b)),
  )
})
