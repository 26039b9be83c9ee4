import { describe, expect, it } from 'vitest'
import type { ReviewLine } from '../inbox-types'
import { groupByDecided, groupByDue, neighbourOf } from './group-reviews'

const noon = new Date(2026, 10, 19, 12).getTime()
const HOUR = 3_600_000
const due = (id: string, hours: number | null) =>
  ({ id, dueAt: hours === null ? null : new Date(noon + hours * HOUR) }) as ReviewLine
const decided = (id: string, hours: number) =>
  ({ id, decidedAt: new Date(noon + hours * HOUR) }) as ReviewLine
const shape = (groups: ReturnType<typeof groupByDue>) =>
  groups.map(({ title, reviews }) => [title, ...reviews.map(({ id }) => id)])

describe('the inbox in groups', () => {
  it('parts what is late from what falls due today, and puts the rest under Later', () => {
    const reviews = [
      due('late', -1),
      due('soon', 1),
      due('tonight', 11.9),
      due('morning', 20),
      due('open', null),
    ]
    expect(shape(groupByDue(reviews, noon))).toEqual([
      ['Overdue', 'late'],
      ['Today', 'soon', 'tonight'],
      ['Later', 'morning', 'open'],
    ])
  })

  it('leaves out groups without reviews', () => {
    expect(shape(groupByDue([due('late', -1)], noon))).toEqual([['Overdue', 'late']])
    expect(groupByDue([], noon)).toEqual([])
  })

  it('parts what was decided today from what was before', () => {
    expect(shape(groupByDecided([decided('now', 0), decided('past', -13)], noon))).toEqual([
      ['Today', 'now'],
      ['Earlier', 'past'],
    ])
  })
})

describe('the next one', () => {
  const rows = [due('a', 1), due('b', 2), due('c', 3)]
  it.each([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'b'],
    ['gone', 'a'],
  ])('after %s is %s', (id, next) => expect(neighbourOf(rows, id)).toBe(next))

  it('is nobody after the last', () => expect(neighbourOf([due('a', 1)], 'a')).toBeNull())
})
