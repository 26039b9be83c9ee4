import { expect, it } from 'vitest'
import { compileTeam } from '@/domain/team/compile'
import { SALES_AGENTS } from './sales-agents'
import { salesTeam } from './sales-team'

const catalogue = {
  agents: SALES_AGENTS,
  connections: [
    { slug: 'practice-crm', name: 'Practice CRM', owner: 'Arvid Quill', clearance: 'confidential' as const },
  ],
}

it('is sound as drawn', () => {
  const { problems, bundle, checks } = compileTeam(salesTeam(), catalogue)
  console.log(JSON.stringify(problems, null, 1))
  expect(problems.filter(({ severity }) => severity !== 'advice')).toEqual([])
  expect(bundle).toBeDefined()
  expect(checks.every(({ held }) => held)).toBe(true)
})
