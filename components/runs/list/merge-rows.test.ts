import { describe, expect, it } from 'vitest'
import { mergeRows } from './merge-rows'

const row = (at: number, state = 'running') => ({ id: `run_${at}`, createdAt: new Date(at), state })
const ids = ({ rows }: { rows: { id: string }[] }) => rows.map(({ id }) => id)
const none = new Map<string, ReturnType<typeof row>>()

describe('mergeRows', () => {
  const pages = [row(5), row(4), row(3), row(2), row(1)]

  it('follows the head at the top, and goes on with the pages below it', () => {
    const head = [row(7), row(6), row(5, 'done')]
    const merged = mergeRows({ head, whole: false, pages, fresh: none, held: null })
    expect(ids(merged)).toEqual(['run_7', 'run_6', 'run_5', 'run_4', 'run_3', 'run_2', 'run_1'])
    expect(merged.rows[2]?.state).toBe('done')
  })

  it('drops what no longer fits the filter', () => {
    expect(ids(mergeRows({ head: [row(5), row(3)], whole: false, pages, fresh: none, held: null }))).toEqual([
      'run_5',
      'run_3',
      'run_2',
      'run_1',
    ])
    expect(ids(mergeRows({ head: [row(5)], whole: true, pages, fresh: none, held: null }))).toEqual(['run_5'])
  })

  it('moves nothing while someone reads: cells change, newer ones are counted, older pages join below', () => {
    const merged = mergeRows({
      head: [row(7), row(6), row(5, 'done')],
      whole: false,
      pages,
      fresh: new Map([['run_4', row(4, 'failed')]]),
      held: ['run_5', 'run_4'],
    })
    expect(ids(merged)).toEqual(['run_5', 'run_4', 'run_3', 'run_2', 'run_1'])
    expect(merged.rows.map(({ state }) => state).slice(0, 2)).toEqual(['done', 'failed'])
    expect(merged.newer).toBe(2)
  })
})
