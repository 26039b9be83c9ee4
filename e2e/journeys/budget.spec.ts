import { openDeal } from '../support/crm'
import { Inbox } from '../support/inbox'
import { expect, goTo, test } from '../support/journey'

// Budgets hold for everyone who runs the team.
test.use({ own: {} })

test('a budget stops a run before the call, an admin raises it, and the run goes on', async ({
  accountOf,
  installation,
  signInAs,
}) => {
  const [api, crm] = await Promise.all([installation.api('operator'), installation.crm()])
  const account = accountOf('normal', 0)
  const deal = openDeal(await crm.deals(account))
  const page = await signInAs('admin')

  await test.step('a limit that no call fits in', async () => {
    await goTo(page, 'Costs')
    const budgets = page.getByRole('region', { name: 'Budgets' })
    await budgets.getByRole('button', { name: 'Change the budget of Drafting, a day' }).click()
    const dialog = page.getByRole('dialog', { name: 'Budget of Drafting' })
    await dialog.getByRole('textbox', { name: 'Limit in dollars' }).fill('0.0001')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toContainText('Say why, in a few words')
    await dialog.getByRole('textbox', { name: 'Why' }).fill('To see it stop')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toHaveCount(0)
    const changes = page.getByRole('region', { name: 'Changes' })
    await expect(changes.getByRole('listitem').first()).toContainText('to $0.0001 a day, hard')
    await expect(changes.getByRole('listitem').first()).toContainText('To see it stop')
  })

  const run = await api.startRun({ account_id: account })
  const blocked = await api.waitForStatus(run, 'blocked')
  expect(blocked.steps.map(({ node }) => node)).not.toContain('update_crm')
  const spent = Number(blocked.spentMicros)

  await test.step('the admin finds the question in the inbox and raises the limit', async () => {
    await goTo(page, 'Inbox')
    const review = await api.openReview(run)
    const inbox = await Inbox.open(page, review.id)
    const budget = page.getByRole('region', { name: 'The budget' })
    await expect(budget).toContainText('agent Drafting, per day')
    await expect(budget).toContainText('The next call needs')
    await budget.getByRole('textbox', { name: 'New cap, in dollars' }).fill('0.00011')
    await expect(budget).toContainText(/At least .* is needed for the next call/)
    await budget.getByRole('textbox', { name: 'New cap, in dollars' }).fill('1.50')
    await page.keyboard.press('Escape')
    await expect(inbox.verdict.getByRole('button', { name: 'Raise to $1.50' })).toBeEnabled()
    await inbox.decide('a', 'Raised to $1.50')
  })

  await test.step('the run goes on from where it stood', async () => {
    const done = await api.waitForStatus(run, 'done')
    expect(Number(done.spentMicros), 'the call that was blocked is paid now').toBeGreaterThan(spent)
    expect(await crm.writesTo(deal.id)).toHaveLength(1)
    await page.goto('/costs')
    await expect(page.getByRole('region', { name: 'Budgets' })).toContainText('$1.50 a day, hard')
  })
})
