import { describe, expect, it } from 'vitest'
import { agent, drawn, useDesk } from '../testing/desk'
import { putAgent } from '../agent/put'
import { archiveTeam } from '../team/archive'
import { createTeam } from '../team/create'
import { publishTeam } from '../team/publish'
import { findContractUses } from './uses'

const { enter } = useDesk()

describe('where a contract is used', () => {
  it('is told by team, draft and published, with the nodes and their side', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    await createTeam(ctx, { name: 'Desk', document: drawn() })
    await publishTeam(ctx, { slug: 'desk' })
    await createTeam(ctx, { name: 'Old desk', document: drawn() })
    await archiveTeam(ctx, { slug: 'old-desk', archived: true })
    const found = await findContractUses(ctx, { name: 'case.request' })
    expect(
      found.map(({ team, where, uses }) => [
        team.slug,
        where,
        uses.map(({ node, side }) => `${node.id} ${side}`),
      ]),
    ).toEqual([
      ['desk', 'draft', ['start begins', 'answer takes']],
      ['desk', 'published', ['start begins', 'answer takes']],
    ])
    expect(found[0]?.contracts).toMatchObject([{ name: 'case.request', version: 1 }])
    expect(await findContractUses(ctx, { name: 'nobody' })).toEqual([])
    const elsewhere = await enter()
    expect(await findContractUses(elsewhere, { name: 'case.request' })).toEqual([])
  })
})
