import { expect, it } from 'vitest'
import { sayLabel } from './say-label'

const nameOf = (id: string) => id.toUpperCase()

it('says nothing of what is trusted', () => {
  expect(sayLabel({ words: [], chosen: [] }, nameOf)).toBeUndefined()
})

it('names where words come from and where they chose, and counts further ones', () => {
  expect(sayLabel({ words: ['a'], chosen: [] }, nameOf)).toBe('words that nobody has checked, from “A”')
  expect(sayLabel({ words: ['a', 'b', 'c', 'd', 'e'], chosen: ['x', 'y'] }, nameOf)).toBe(
    'words that nobody has checked, from “A”, “B”, “C” and 2 more, and a way that such words chose at “X” and “Y”',
  )
})
