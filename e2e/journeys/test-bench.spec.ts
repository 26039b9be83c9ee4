import { openDeal } from '../support/crm'
import { expect, test } from '../support/journey'

test('a draft is tried in shadow, kept as a test case, and asked about before it is published', async ({
  accountOf,
  installation,
  signInAs,
}) => {
  test.slow()
  const crm = await installation.crm()
  openDeal(await crm.deals(accountOf('normal', 70)))
  const page = await signInAs('operator')
  const bench = page.getByRole('region', { name: 'Test', exact: true })
  const tried = bench.getByRole('region', { name: 'What came of it' })
  const name = `A try that is kept ${test.info().retry}`

  await test.step('tried by hand, and watched on the canvas', async () => {
    await page.goto('/teams/sales-operations')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await bench
      .getByRole('button', { name: 'JSON' })
      .or(bench.getByRole('radio', { name: 'JSON' }))
      .click()
    await bench
      .getByRole('textbox', { name: 'Input as JSON' })
      .fill(JSON.stringify({ account_id: accountOf('normal', 70) }))
    await bench.getByRole('button', { name: 'Try it' }).click()
    await expect(page).toHaveURL(/run=run_/)
    await expect(tried.getByRole('status')).toContainText(/Done|Waiting/, { timeout: 60_000 })
    await expect(page.getByRole('region', { name: 'Canvas' }).getByRole('status')).toContainText(
      'Draft on trial',
    )
  })

  await test.step('a try stands in no list of runs', async () => {
    const id = new URL(page.url()).searchParams.get('run') ?? ''
    const other = await page.context().newPage()
    await other.goto(`/runs?text=${id}`)
    await expect(other.locator(`[href="/runs/${id}"]`)).toHaveCount(0)
    await other.goto(`/runs?text=${id}&trials=true`)
    await expect(other.locator(`[href="/runs/${id}"]`).first()).toBeVisible()
    await other.close()
  })

  await test.step('kept as a case, which passes', async () => {
    await bench.getByRole('button', { name: 'Save as a test case' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save as a test case' })
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Save the case' }).click()
    const row = bench.getByRole('listitem').filter({ hasText: name })
    await expect(row).toContainText('Not run')
    await bench.getByRole('button', { name: `Run ${name}` }).click()
    await expect(row).toContainText('Passed', { timeout: 60_000 })
  })

  await test.step('and taken away again', async () => {
    await bench.getByRole('button', { name: `Remove ${name}` }).click()
    await expect(bench.getByRole('listitem').filter({ hasText: name })).toHaveCount(0)
  })
})
