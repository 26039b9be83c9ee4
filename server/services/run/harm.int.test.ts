import { afterAll, beforeAll, expect, it } from 'vitest'
import { setAt } from '@/domain/team/set-at'
import type { Context } from '../context'
import { createTeam } from '../team/create'
import { getTeam } from '../team/get'
import { publishTeam } from '../team/publish'
import { quillonTeam } from '../testing/quillon'
import { startTwoWorkspaces, type TwoWorkspaces } from '../testing/two-workspaces'
import { startRun } from './start'

let two: TwoWorkspaces
let operator: Context
beforeAll(async () => {
  two = await startTwoWorkspaces()
  operator = two.asA(['operator'])
})
afterAll(() => two.close())

const ID = '/contracts/0/schema/properties/deal_id'
const endless = `${'a'.repeat(60)}!`

it('a pattern that backtracks for ever refuses the input in time, and holds up nobody', async () => {
  const pattern = { type: 'string', 'x-classification': 'public', pattern: '^(a|a)*$' }
  const document = JSON.parse(
    JSON.stringify(setAt(quillonTeam(), ID, pattern)).replaceAll('deal.ask', 'deal.slow'),
  ) as unknown
  await createTeam(operator, { name: 'Slow', slug: 'slow', document })
  await publishTeam(operator, { slug: 'slow' })
  const began = performance.now()
  await expect(startRun(operator, { team: 'slow', input: { deal_id: endless } })).rejects.toMatchObject({
    code: 'invalid',
    problems: [{ pointer: '', message: expect.stringContaining('takes longer') as string }],
  })
  expect(performance.now() - began).toBeLessThan(6000)
})

it('a title that backtracks for ever is the team’s name', async () => {
  const document = setAt(quillonTeam(), '/nodes/0/title', "{{ start.deal_id.matches('^(a+)+$') }}")
  await createTeam(operator, { name: 'Patient', slug: 'patient', document })
  await publishTeam(operator, { slug: 'patient' })
  const { id } = await startRun(operator, { team: 'patient', input: { deal_id: endless } })
  const run = await two.db.prisma.run.findUniqueOrThrow({ where: { id } })
  expect(run.title).toBe('Patient')
})

it('a drawing whose contracts double at each step is shown in time', async () => {
  const twice = (i: number) => ({
    anyOf: [{ $ref: `#/$defs/a${i}` }, { allOf: [{ $ref: `#/$defs/a${i}` }] }],
  })
  const $defs = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`a${i}`, twice(i + 1)]))
  const schema = { ...(quillonTeam().contracts[0]?.schema ?? {}), allOf: [{ $ref: '#/$defs/a0' }] }
  const involved = { ...schema, $defs: { ...$defs, a40: { type: 'object' } } }
  const document = setAt(
    setAt(quillonTeam(), '/contracts/0/schema', involved),
    '/contracts/1/schema',
    involved,
  )
  const began = performance.now()
  await createTeam(operator, { name: 'Involved', slug: 'involved', document })
  await getTeam(operator, { slug: 'involved' })
  expect(performance.now() - began).toBeLessThan(15_000)
})
