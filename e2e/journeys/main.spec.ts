import { openDeal } from '../support/crm'
import { expect, goTo, test } from '../support/journey'
import { Studio } from '../support/studio'

test('an operator opens the seeded team, runs it, and finds the CRM changed', async ({
  accountOf,
  installation,
  signInAs,
}) => {
  const crm = await installation.crm()
  const account = accountOf('normal', 31)
  const before = openDeal(await crm.deals(account))
  const page = await signInAs('operator')
  const studio = new Studio(page)

  await test.step('the studio shows a sound, published team', async () => {
    await goTo(page, 'Teams')
    await page.getByRole('main').getByRole('link', { name: 'Sales operations' }).click()
    await expect(page.getByRole('heading', { name: 'Sales operations', level: 1 })).toBeVisible()
    await expect(studio.card('Agent Draft next action')).toBeVisible()
    await expect(studio.problems).toContainText(/(\d+) of \1 proofs hold/)
    await expect(studio.problems).not.toContainText(/\d errors?/)
    await expect(page.getByRole('complementary', { name: 'Team' })).toContainText('v1runs now')
    await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled()
  })

  await test.step('it is run by its form and watched on the canvas', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Run Sales operations v1' })
    const field = dialog.getByRole('textbox', { name: /^Account id/ })
    await field.fill('nobody')
    await dialog.getByRole('button', { name: 'Start the run' }).click()
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await field.fill(account)
    await dialog.getByRole('button', { name: 'Start the run' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(studio.overlay).toContainText(`Account ${account}`)
    await expect(studio.overlay).toContainText('Done')
    await expect(studio.card('Action Update CRM')).toContainText('Done')
    await expect(studio.card('Person Sales lead decides')).toContainText('Not reached')
  })

  await test.step('the run says what was seen, said, spent and sent', async () => {
    await studio.overlay.getByRole('link', { name: 'Open the run' }).click()
    await expect(page.getByRole('heading', { name: `Account ${account}`, level: 1 })).toBeVisible()
    const graph = page.getByRole('group', { name: 'The team as it was when it ran' })
    const details = page.getByRole('complementary', { name: 'Details' })
    await graph.getByRole('button', { name: 'Agent Draft next action, Done' }).click()
    await expect(details.getByRole('heading', { name: 'Draft next action' })).toBeVisible()
    for (const part of ['What it saw', 'What it said']) {
      await expect(details.getByRole('heading', { name: part })).toBeVisible()
    }
    await expect(details).toContainText('baton-sandbox-standard')
    await expect(details).toContainText(/\$0\.00\d+/)
    await graph.getByRole('button', { name: 'Action Update CRM, Done' }).click()
    await details.getByRole('tab', { name: 'Effect' }).click()
    await expect(details.getByRole('tabpanel')).toContainText(`/deals/${before.id}`)
    await details.getByRole('tab', { name: 'State diff' }).click()
    await expect(details.getByRole('tabpanel')).toBeVisible()
  })

  await test.step('the CRM really changed, by one write with a key', async () => {
    const writes = await crm.writesTo(before.id)
    expect(writes).toMatchObject([{ method: 'PATCH', status: 200, replays: 0, key: expect.any(String) }])
    const after = await crm.deal(before.id)
    expect(after.version).toBe(before.version + 1)
    expect(after).toMatchObject(writes[0]?.body ?? {})
    expect(after.next_step).not.toBe(before.next_step)
  })
})
