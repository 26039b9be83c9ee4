import { openDeal } from '../support/crm'
import { expect, test } from '../support/journey'

const RUNS = 24

// Slow enough answers that the worker can be caught in the middle of its runs.
test.use({ own: { BATON_SANDBOX_DELAY_MS: '400' } })

test('the worker is killed in mid-run, and every run goes on to exactly one effect', async ({
  accountOf,
  installation,
  signInAs,
}) => {
  const page = await signInAs('operator')
  const api = await installation.api('operator')
  const crm = await installation.crm()
  const accounts = Array.from({ length: RUNS }, (_, nth) => accountOf('normal', nth))
  const runs = await Promise.all(accounts.map((account_id) => api.startRun({ account_id })))

  // As soon as the first have written, the others are anywhere between their first step and their effect.
  await expect.poll(async () => (await crm.writes()).length, { intervals: [20] }).toBeGreaterThan(0)
  const pid = installation.workerPid()
  process.kill(pid, 'SIGKILL')
  const states = await Promise.all(runs.map((id) => api.run(id)))
  expect(states.filter(({ status }) => status === 'running').length, 'runs in flight').toBeGreaterThan(0)

  for (const id of runs) await api.waitForStatus(id, 'done')
  expect(installation.workerPid(), 'another worker took over').not.toBe(pid)
  const writes = await crm.writes()
  const keys = writes.map(({ key }) => key)
  expect(keys).not.toContain(null)
  expect(new Set(keys).size, 'each effect once').toBe(writes.length)
  const written = writes.map(({ path }) => path).sort()
  const deals = await Promise.all(accounts.map(async (id) => openDeal(await crm.deals(id)).id))
  expect(written).toEqual(deals.map((id) => `/deals/${id}`).sort())

  await page.goto('/runs?status=done')
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible()
  await expect(page.getByText(`Account ${accounts[0]}`)).toBeVisible()
})
