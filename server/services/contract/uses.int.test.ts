import { describe, expect, it } from 'vitest'
import { agent, drawn, useDesk } from '../testing/desk'
import { putAgent } from '../agent/put'
import { archiveTeam } from '../team/archive'
import { createTeam } from '../team/create'
import { publishTeam } from '../team/publish'
import { putCase } from '../trial/put-case'
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

  it('is told with what reads it, what its test cases hold against it, and who calls it', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    await createTeam(ctx, { name: 'Desk', document: drawn() })
    const input = { text: 'Where is it?' }
    const wanted = { ends: 'done', holds: ['size(start.text) > 0'] }
    await putCase(ctx, {
      slug: 'desk',
      case: { name: 'Usual', kind: 'normal', input, expect: wanted },
      orNew: true,
    })
    const desks = drawn('Front')
    const calls = {
      ...desks,
      contracts: [{ ...desks.contracts[0], name: 'asked' }],
      nodes: [
        { kind: 'trigger', id: 'start', name: 'Start', produces: 'asked@1' },
        { kind: 'team', id: 'ask', name: 'Ask', team: 'desk' },
        { kind: 'end', id: 'done', name: 'Done' },
      ],
      edges: [
        { id: 'one', from: { node: 'start' }, to: { node: 'ask' } },
        { id: 'two', from: { node: 'ask' }, to: { node: 'done' } },
      ],
    }
    await createTeam(ctx, { name: 'Front', document: calls })
    const [desk] = await findContractUses(ctx, { name: 'case.request' })
    expect(desk?.tests).toMatchObject([{ test: 'Usual', as: 'input', ref: 'case.request@1', value: input }])
    expect(desk?.reads.filter(({ test }) => test === 'Usual')).toMatchObject([
      { source: 'size(start.text) > 0', path: ['text'], node: { id: 'start' } },
    ])
    expect(desk?.calls).toMatchObject([
      {
        team: { slug: 'front' },
        where: 'draft',
        node: { id: 'ask' },
        way: 'gives',
        contract: { name: 'asked' },
      },
    ])
  })
})
