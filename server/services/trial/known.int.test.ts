import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { templateFolder } from '@/server/templates/folders'
import { createTeam } from '../team/create'
import { exportTeam } from '../team/export'
import { importTeam } from '../team/import'
import { readBench } from './bench'
import { readKnown } from './known'
import { putCase } from './put-case'
import { caseOf, startTrialDesk, type TrialDesk } from './testing/trial-desk'

let desk: TrialDesk

beforeAll(async () => {
  desk = await startTrialDesk()
})
afterAll(() => desk.close())

describe('what may be typed into a team’s input', () => {
  it('is what its cases begin with, each value once', async () => {
    const slug = await desk.team()
    expect(await readKnown(desk.operator, { slug })).toEqual({})
    await putCase(desk.operator, { slug, case: caseOf('one', {}) })
    await putCase(desk.operator, { slug, case: caseOf('the same', {}) })
    await putCase(desk.operator, { slug, case: caseOf('two', { input: { deal_id: 'D-2' } }) })
    expect(await readKnown(desk.operator, { slug })).toEqual({
      '/deal_id': [
        { value: 'D-1', about: 'one' },
        { value: 'D-2', about: 'two' },
      ],
    })
  })

  it('is a practice record of a system that it calls', async () => {
    const { document, systems } = templateFolder('customer-support')
    await desk.db.prisma.connection.createMany({
      data: systems.map(({ slug, name, owner, clearance }) => ({
        ...{ id: newId('con'), workspaceId: desk.workspaceId, slug, name, owner, clearance, practice: true },
        ...{ baseUrl: 'http://127.0.0.1:9', auth: {} },
      })),
    })
    const { slug } = await createTeam(desk.operator, { name: 'Support', document })
    await putCase(desk.operator, {
      slug,
      case: caseOf('known already', { input: { ticket_id: 'TCK-1001' } }),
    })
    const { '/ticket_id': tickets = [] } = await readKnown(desk.operator, { slug })
    expect(tickets.length).toBeGreaterThan(10)
    expect(tickets[0]).toEqual({ value: 'TCK-1001', about: expect.any(String) as string })
    // A real system of that name has records of its own.
    await desk.db.prisma.connection.updateMany({
      where: { slug: 'practice-helpdesk', workspaceId: desk.workspaceId },
      data: { practice: false },
    })
    const { '/ticket_id': real = [] } = await readKnown(desk.operator, { slug })
    expect(real).toEqual([{ value: 'TCK-1001', about: 'known already' }])
  })
})

describe('an import', () => {
  it('takes no case away where the file says nothing of cases, and all where it lists none', async () => {
    const slug = await desk.team()
    await putCase(desk.operator, { slug, case: caseOf('one', {}) })
    const { yaml } = await exportTeam(desk.operator, { slug })
    const silent = yaml.slice(0, yaml.indexOf('\ncases:') + 1)
    const kept = async () => (await readBench(desk.operator, { slug })).cases.length
    expect([(await importTeam(desk.operator, { yaml: silent, slug })).keptCases, await kept()]).toEqual([
      1, 1,
    ])
    const emptied = await importTeam(desk.operator, { yaml: `${silent}cases: []\n`, slug })
    expect([emptied.keptCases, await kept()]).toEqual([0, 0])
  })
})
