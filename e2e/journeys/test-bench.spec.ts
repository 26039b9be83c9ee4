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
  const row = bench
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) })
    .first()
  const removeCase = async (of: string) => {
    await bench.getByRole('button', { name: `More about ${of}`, exact: true }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).press('Enter')
  }

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
    await expect(row).toContainText('Not run')
    await bench.getByRole('button', { name: `Run ${name}`, exact: true }).click()
    await expect(row).toContainText('Passed', { timeout: 60_000 })
  })

  await test.step('edited to expect something else, which fails and says what was seen', async () => {
    await bench.getByRole('button', { name: `Edit ${name}`, exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Edit the test case' })
    await dialog.getByLabel('What it shows').fill('How an edit is seen.')
    await dialog.getByRole('combobox', { name: 'How it ends' }).click()
    await page.getByRole('option', { name: 'Fails' }).click()
    await dialog.getByRole('button', { name: 'Of what the steps hand on: add a condition' }).click()
    const condition = dialog
      .getByRole('group', { name: 'Of what the steps hand on' })
      .getByRole('textbox')
      .last()
    await condition.fill('1 +')
    await expect(dialog.getByRole('button', { name: 'Save the case' })).toBeDisabled()
    await condition.fill('1 == 1')
    await dialog.getByRole('button', { name: 'Save the case' }).click()
    await expect(row).toContainText('Changed since')
    await bench.getByRole('button', { name: `Run ${name}`, exact: true }).click()
    await expect(row).toContainText('Expected: It fails.', { timeout: 60_000 })
  })

  await test.step('its results stand side by side', async () => {
    await bench.getByRole('button', { name: `More about ${name}`, exact: true }).click()
    await page.getByRole('menuitem', { name: 'Results' }).click()
    const dialog = page.getByRole('dialog', { name: `Results of “${name}”` })
    const results = dialog.getByRole('list', { name: 'Results' }).getByRole('listitem')
    await expect(results).toHaveCount(2)
    await expect(results.first()).toContainText('Failed')
    await expect(results.last()).toContainText('before the case was edited')
    for (const box of await dialog.getByRole('checkbox').all()) await box.click()
    await expect(dialog.getByRole('region', { name: 'Compared' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  })

  await test.step('duplicated, removed, and brought back', async () => {
    await bench.getByRole('button', { name: `More about ${name}`, exact: true }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    const dialog = page.getByRole('dialog', { name: 'Duplicate the test case' })
    await expect(dialog.getByLabel('Name')).toHaveValue(`${name} (2)`)
    await dialog.getByRole('button', { name: 'Save the case' }).click()
    const twin = bench.getByRole('listitem').filter({ hasText: `${name} (2)` })
    await expect(twin).toBeVisible()
    await removeCase(`${name} (2)`)
    await expect(twin).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
    await expect(twin).toBeVisible()
  })

  await test.step('and taken away again', async () => {
    await removeCase(`${name} (2)`)
    await removeCase(name)
    await expect(row).toHaveCount(0)
  })

  await test.step('a step is tried by itself from its menu, by keyboard alone', async () => {
    const card = page.getByRole('region', { name: 'Canvas' }).locator('.react-flow__node-card').nth(1)
    await card.focus()
    await page.keyboard.press('Shift+F10')
    await expect(page.getByRole('menuitem', { name: /^Test this/ })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const from = bench.getByRole('combobox', { name: 'From' })
    await expect(from).not.toHaveText('The beginning')
    await expect(bench.getByRole('combobox', { name: 'To', exact: true })).toHaveText(
      (await from.textContent()) ?? '',
    )
  })
})
