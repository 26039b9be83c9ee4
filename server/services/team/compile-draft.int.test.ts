import { expect, it } from 'vitest'
import { putAgent } from '../agent/put'
import { agent, drawn, failure, useDesk } from '../testing/desk'
import { createTeam } from './create'
import { getTeam } from './get'
import { publishTeam } from './publish'

const { enter } = useDesk()

/** Each level holds the one below eight times: reading what it lets one find takes 8^levels steps. */
function involved(levels: number): Record<string, unknown> {
  const below = (level: number) => ({
    allOf: Array.from({ length: 8 }, () => ({ $ref: `#/$defs/l${level}` })),
  })
  const text = {
    type: 'object',
    properties: { text: { type: 'string', maxLength: 100 } },
    required: ['text'],
  }
  const rest = Array.from({ length: levels }, (_, i) => [`l${i + 1}`, below(i)] as const)
  return { $defs: { l0: text, ...Object.fromEntries(rest) }, ...below(levels) }
}

it('holds up the process once for a drawing that takes too long to prove, however often it is asked', async () => {
  const ctx = await enter()
  await putAgent(ctx, { agent })
  const document = drawn()
  const [contract] = document.contracts
  if (contract) contract.schema = involved(30)
  const { slug } = await createTeam(ctx, { name: 'Desk', document })
  const [first, again] = [
    await timed(() => getTeam(ctx, { slug })),
    await timed(() => getTeam(ctx, { slug })),
  ]
  for (const { value } of [first, again])
    expect(value.problems.map(({ code }) => code)).toEqual(['team.too_long'])
  expect(first.ms).toBeLessThan(5000)
  expect(again.ms).toBeLessThan(1000)
  const refused = await timed(() => failure(publishTeam(ctx, { slug })))
  expect([refused.value.code, refused.ms < 1000]).toEqual(['invalid', true])
})

it('proves anew what has changed around the drawing', async () => {
  const ctx = await enter()
  const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
  const codes = async () =>
    (await getTeam(ctx, { slug })).problems.filter((each) => each.severity === 'error')
  expect(await codes()).not.toEqual([])
  await putAgent(ctx, { agent })
  expect(await codes()).toEqual([])
})

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now()
  return { value: await work(), ms: performance.now() - began }
}
