import { expect, it } from 'vitest'
import { clearedForAll } from './seen-data'
import { ROLES } from './permission'
import { startingClearance, WHOLE_CLEARANCE } from './starting-clearance'

it('is the highest of what the roles take, in the order of what there is', () => {
  expect(startingClearance([])).toEqual({ clearance: 'public', categories: [] })
  expect(startingClearance(['admin'])).toEqual({ clearance: 'internal', categories: [] })
  expect(startingClearance(['admin', 'reviewer'])).toEqual({
    clearance: 'confidential',
    categories: ['pii', 'financial'],
  })
})

it('is nobody’s for everything, but of whoever sets an installation up', () => {
  expect(clearedForAll(startingClearance(ROLES))).toBe(false)
  expect(clearedForAll(WHOLE_CLEARANCE)).toBe(true)
})
