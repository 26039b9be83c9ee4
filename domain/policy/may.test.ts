import { describe, expect, test } from 'vitest'
import { may } from './may'
import { permissionSchema, PERMISSIONS } from './permission'

describe('what somebody may', () => {
  test('is what their roles give, and no more', () => {
    expect(may({ roles: ['reviewer'] }, 'review.decide')).toBe(true)
    expect(may({ roles: ['reviewer'] }, 'team.edit')).toBe(false)
  })

  test('is narrowed by a scope, and never widened', () => {
    expect(may({ roles: ['operator'], only: ['run.read'] }, 'run.read')).toBe(true)
    expect(may({ roles: ['operator'], only: ['run.read'] }, 'run.start')).toBe(false)
    expect(may({ roles: ['operator'], only: ['budget.edit'] }, 'budget.edit')).toBe(false)
    expect(may({ roles: ['operator'], only: [] }, 'run.read')).toBe(false)
  })

  test('is widened by a grant for its one permission, within the scope', () => {
    const grants = [{ permission: 'review.decide', by: 'delegation', id: 'dlg_1', from: 'usr_r' }] as const
    expect(may({ roles: ['operator'], grants }, 'review.decide')).toBe(true)
    expect(may({ roles: ['operator'], grants }, 'team.approve')).toBe(true)
    expect(may({ roles: ['auditor'], grants }, 'team.approve')).toBe(false)
    expect(may({ roles: ['operator'], only: ['run.read'], grants }, 'review.decide')).toBe(false)
  })

  test('is named by a word of the table', () => {
    expect(permissionSchema.safeParse('run.start').success).toBe(true)
    expect(permissionSchema.safeParse('run.starts').success).toBe(false)
    expect(Object.keys(PERMISSIONS)).toContain('access.break')
  })
})
