import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { newId } from '@/server/db/id'
import type { Context } from '../context'
import { findContractUses } from '../contract/uses'
import { exportTeam } from '../team/export'
import { createTeam } from '../team/create'
import { readBench } from './bench'
import { readKnown } from './known'
import { putCase } from './put-case'
import { startCases } from './start'
import { startTrialDesk, type TrialDesk } from './testing/trial-desk'

const SECRET = 'DE02120300000000202051'

let desk: TrialDesk
let other: Context
beforeAll(async () => {
  desk = await startTrialDesk()
  const id = newId('usr')
  const memberships = {
    create: { workspaceId: desk.workspaceId, roles: ['operator'], clearance: 'internal', categories: [] },
  }
  await desk.db.prisma.user.create({ data: { id, name: 'Olaf', email: 'o@example.test', memberships } })
  other = desk.context(['operator'], id)
})
afterAll(() => desk.close())

/** A team whose case holds an account that not everybody may see. */
async function held() {
  const iban = field('string', { maxLength: 40, 'x-classification': 'restricted' })
  const document = drawTeam({
    contracts: [
      contract('claim.ask@1', {
        claim: field('string', { maxLength: 40, 'x-classification': 'internal' }),
        iban,
      }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'claim.ask@1', title: 'A claim' }),
      node('human', 'approval', { question: 'Pay?' }),
      node('end', 'done'),
    ],
    edges: ['start -> approval', 'approval.approved -> done'],
  })
  const { id, slug } = await createTeam(desk.operator, { name: newId('team'), document })
  const one = {
    ...{ name: 'paid', kind: 'normal' as const, about: `Of ${SECRET}` },
    input: { claim: 'C-1', iban: SECRET },
    expect: { ends: 'waits' as const, holds: [`start.iban == "${SECRET}"`] },
  }
  await putCase(desk.operator, { slug, case: one })
  const kept = async () =>
    (await desk.db.prisma.teamCase.findFirstOrThrow({ where: { teamId: id } })).definition
  return { slug, one, kept }
}

describe('a test case that holds what not everybody may see', () => {
  it('is cut for others wherever it is read, and whole for who wrote it', async () => {
    const { slug, one } = await held()
    await startCases(desk.operator, { slug })
    const [shown] = (await readBench(other, { slug })).cases
    expect(shown?.case.input['claim']).toBe('C-1')
    expect(shown?.hidden).toMatchObject([{ path: 'start.iban' }])
    const read = [
      await readBench(other, { slug }),
      await exportTeam(other, { slug }),
      await readKnown(other, { slug }),
      await findContractUses(other, { name: 'claim.ask' }),
    ]
    const text = JSON.stringify(read, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(text).not.toContain(SECRET)
    expect((await readBench(desk.operator, { slug })).cases[0]).toMatchObject({ case: one, hidden: [] })
  })

  it('keeps what it holds when others change the rest, and does not show it to them for that', async () => {
    const { slug, one, kept } = await held()
    const [shown] = (await readBench(other, { slug })).cases
    const { case: seen } = shown ?? {}
    await putCase(other, {
      slug,
      was: 'paid',
      case: {
        ...seen,
        name: 'paid at once',
        input: { ...seen?.input, claim: 'C-2' },
        expect: { ends: 'waits', holds: ['start.claim == "C-2"'] },
      },
    })
    expect(await kept()).toEqual({
      ...one,
      name: 'paid at once',
      input: { claim: 'C-2', iban: SECRET },
      expect: { ends: 'waits', holds: [...one.expect.holds, 'start.claim == "C-2"'] },
    })
    expect(JSON.stringify((await readBench(other, { slug })).cases[0]?.case)).not.toContain(SECRET)
    const next = { ...seen, name: 'paid at once', input: { ...seen?.input, iban: 'changed' } }
    await putCase(other, { slug, was: 'paid at once', case: next })
    expect(await kept()).toMatchObject({ input: { claim: 'C-1', iban: 'changed' } })
  })
})
