import { describe, expect, it } from 'vitest'
import { compileTeam } from '@/domain/team/compile'
import { CRM_SLUG, SALES_AGENTS } from './sales-agents'
import { salesTeam } from './sales-team'

const document = salesTeam()
const crm = { slug: CRM_SLUG, name: 'Practice CRM', owner: 'Arvid Quill', clearance: 'confidential' as const }

describe('the sales-operations team', () => {
  it('is sound as drawn', () => {
    const { problems, bundle, checks, worstCase } = compileTeam(document, {
      agents: SALES_AGENTS,
      connections: [crm],
    })
    expect(problems.filter(({ severity }) => severity !== 'advice')).toEqual([])
    expect(checks.every(({ held }) => held)).toBe(true)
    expect(bundle?.entry).toBe('start')
    expect(worstCase.modelCalls).toBeGreaterThan(0)
  })

  it('classifies every field, and shows personal data to retrieval only', () => {
    const { views } = compileTeam(document, { agents: SALES_AGENTS, connections: [crm] })
    const seen = (node: string, path: string) =>
      views[node]?.fields.find((field) => field.path === path)?.visibility
    expect(seen('signals', 'dossier.contact.email')).toBe('absent')
    expect(seen('signals', 'dossier.deal.amount')).toBe('absent')
    expect(seen('draft', 'dossier.contact.email')).toBe('masked')
    expect(seen('draft', 'dossier.deal.amount')).toBe('clear')
    const fields = Object.values(views).flatMap((view) => view.fields)
    expect(fields.filter(({ classification }) => classification === undefined)).toEqual([])
  })

  it('is drawn without overlaps: cards of 192 by 78, with room for the pills between them', () => {
    const { positions, notes } = document.layout
    expect(Object.keys(positions).sort()).toEqual(document.nodes.map(({ id }) => id).sort())
    const boxes = [
      ...Object.values(positions).map((at) => ({ ...at, width: 192, height: 78 })),
      ...notes.map(({ x, y, width }) => ({ x, y, width, height: 90 })),
    ]
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) {
        const apart = Math.max(Math.abs(a.x - b.x) - 192, Math.abs(a.y - b.y) - 78)
        expect(apart).toBeGreaterThanOrEqual(40)
      }
    })
  })
})
