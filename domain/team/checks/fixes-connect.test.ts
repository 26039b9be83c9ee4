import { expect, it } from 'vitest'
import { compileTeam } from '../compile'
import { reduce } from '../reduce'
import { node } from '../testing/draw-team'
import { add, cut, draw, edits, put, set } from '../testing/mutate'
import { salesCatalogue, salesTeam } from '../testing/sales-team'

const lost = (...commands: Parameters<typeof edits>) => {
  const team = edits(...commands)(salesTeam())
  return compileTeam(team, salesCatalogue).problems.flatMap(({ code, place, fixes = [] }) =>
    code === 'reachable.never'
      ? fixes.map(({ label, command }) => ({ at: place.node, label, command, team }))
      : [],
  )
}
const labels = (...commands: Parameters<typeof edits>) =>
  lost(...commands).map(({ at, label }) => `${at ?? ''}: ${label}`)

it('lets the way out that leads nowhere lead to a node that nothing leads to, as one edit that mends both', () => {
  const [connect] = lost(cut('update_out_done'))
  expect(connect?.label).toBe('Let "Update" lead to "Done"')
  if (!connect) return
  expect(compileTeam(reduce(connect.team, connect.command), salesCatalogue).problems).toEqual([])
})

it('takes one that has to lead on before one by which a run may end', () => {
  expect(labels(add(node('end', 'left')), cut('drafting_out_limits'))).toContain(
    'left: Let "Drafting" lead to "Left"',
  )
  expect(labels(add(node('end', 'left')))).toEqual([
    'left: Let "Person" lead to "Left" (rejected)',
    'left: Remove "Left"',
  ])
})

it('leads to the first of those before it', () => {
  const before = [add(node('wait', 'first')), add(node('end', 'last')), draw('first -> last')] as const
  expect(labels(...before).filter((label) => label.includes('Let'))).toEqual([
    'first: Let "Person" lead to "First" (rejected)',
    'last: Let "Person" lead to "First" (rejected)',
  ])
})

it('offers none whose contract does not fit', () => {
  const other = put('other.thing@1', { other: { type: 'number', 'x-classification': 'internal' } }, [])
  expect(labels(other, cut('update_out_done'), set('done', { accepts: 'other.thing@1' }))).toEqual([
    'done: Remove "Done"',
  ])
})

it('leads to no write past its gate', () => {
  const action = salesTeam().nodes.find(({ id }) => id === 'update')
  if (!action) throw new Error('The team has no write')
  expect(labels(add({ ...action, id: 'also', name: 'also' }))).toEqual(['also: Remove "also"'])
})
