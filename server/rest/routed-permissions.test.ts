import { expect, it } from 'vitest'
import { ROUTED_PERMISSIONS } from './routed-permissions'

it('are what the routes ask for, and none that only people have a use for', () => {
  expect(ROUTED_PERMISSIONS).toEqual(expect.arrayContaining(['run.start', 'review.decide', 'budget.edit']))
  for (const none of ['access.break', 'privacy.erase', 'token.edit'])
    expect(ROUTED_PERMISSIONS).not.toContain(none)
})
