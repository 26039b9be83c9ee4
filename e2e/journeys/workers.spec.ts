import { hostname } from 'node:os'
import { expect, goTo, test } from '../support/journey'
import { refusal } from '../support/watch'

test('an admin sees who carries the work, and what is queued', async ({ installation, signInAs }) => {
  const page = await signInAs('admin')
  await goTo(page, 'Workers')
  const main = page.getByRole('main')
  const table = page.getByRole('group', { name: 'Table of workers' })
  const row = table.getByRole('row', { name: new RegExp(`Running .*${hostname()}`) })
  await expect(row).toContainText(String(installation.workerPid()))
  await expect(row).toContainText(/\d+ of \d+/)
  for (const figure of ['In flight', 'Queued', 'Runs started in an hour', 'Database connections'])
    await expect(main.getByText(figure, { exact: true }).first()).toBeVisible()
  await expect(page.getByText(/^[1-9]\d* running$/)).toBeVisible()
})

test('a reviewer has no way there, and is refused at the address', async ({ signInAs, watch }) => {
  const page = await signInAs('reviewer')
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await expect(navigation.getByRole('link', { name: 'Members' })).toBeVisible()
  await expect(navigation.getByRole('link', { name: 'Workers' })).toHaveCount(0)
  watch.expect(refusal(403))
  await page.goto('/workers')
  await expect(page.getByText('The workers could not be read')).toBeVisible()
  await expect(page.getByRole('group', { name: 'Table of workers' })).toHaveCount(0)
})

test('a reviewer decides, and neither starts, stops, draws nor changes what starts a team', async ({
  signInAs,
}) => {
  const page = await signInAs('reviewer')
  await page.goto('/teams/sales-operations')
  await expect(page.getByRole('heading', { name: 'Sales operations', level: 1 })).toBeVisible()
  for (const act of ['Run', 'Publish'])
    await expect(page.getByRole('button', { name: act, exact: true })).toHaveCount(0)
  await page.goto('/teams/sales-operations/triggers')
  await expect(page.getByText('Nothing starts this team by itself yet')).toBeVisible()
  await expect(page.getByRole('button', { name: 'New trigger' })).toHaveCount(0)
  await page.goto('/settings')
  await expect(page.getByRole('heading', { name: 'Event sources' })).toBeVisible()
  await expect(page.getByText('The whole workspace Larkspur Sales')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Stop…/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Add a source' })).toHaveCount(0)
  await page.goto('/teams/new')
  await expect(page.getByText('Drawing teams needs the operator’s role')).toBeVisible()
})
