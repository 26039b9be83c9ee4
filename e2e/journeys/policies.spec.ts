import type { Page } from '@playwright/test'
import { expect, goTo, test } from '../support/journey'

// Policies hold for everyone.
test.use({ own: {} })

const text = (page: Page) =>
  page.getByRole('complementary', { name: /^Policy / }).getByRole('textbox', { name: 'In Cedar' })

const MISSPELT = 'forbid (principal is Baton::Agent, action, resource) when { principal.clearence > 2 };'
/** Only warned of: an agent publishes no policies, so it never applies. */
const IMPOSSIBLE = 'permit (principal is Baton::Agent, action == Baton::Action::"policy.publish", resource);'
const MEANT = `forbid (
  principal is Baton::Agent,
  action == Baton::Action::"field.read",
  resource is Baton::Field
) when { resource.categories.contains("financial") };`

test('a misspelt attribute cannot be published; once mended it is tried on past decisions and holds', async ({
  installation,
  signInAs,
  accountOf,
}) => {
  const api = await installation.api('operator')
  const run = await api.startRun({ account_id: accountOf('normal', 0) })
  await api.waitForStatus(run, 'done')
  const page = await signInAs('admin')

  await test.step('the default policies are shown as sentences, and one’s own begin from them', async () => {
    await goTo(page, 'Policies')
    const list = page.getByRole('list', { name: 'Policies' })
    await expect(list).toContainText('sees it as it is')
    await page.getByRole('button', { name: 'Begin your own from the default' }).click()
    await page.getByRole('button', { name: 'Add a policy' }).click()
  })

  await test.step('a misspelt attribute is named where it stands, and holds publishing back', async () => {
    const panel = page.getByRole('complementary', { name: /^Policy / })
    await panel.getByLabel('In a sentence').fill('No agent sees financial data.')
    await panel.getByLabel('Name').fill('no-financial')
    await text(page).fill(MISSPELT)
    const problems = panel.getByRole('list', { name: 'Problems' })
    await expect(problems).toContainText('Line 1')
    await expect(problems).toContainText('Did you mean `clearance`?')
    const publish = page.getByRole('button', { name: 'Publish…' })
    await expect(publish).toHaveAttribute('aria-disabled', 'true')
    await publish.click({ force: true })
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('a warning holds it back as well, and says so', async () => {
    await text(page).fill(IMPOSSIBLE)
    const panel = page.getByRole('complementary', { name: /^Policy / })
    await expect(panel.getByRole('list', { name: 'Problems' })).toContainText('impossible')
    await expect(page.getByText(/problems? to mend before publishing; a warning counts/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Publish…' })).toHaveAttribute('aria-disabled', 'true')
  })

  await test.step('mended, it is tried on past decisions', async () => {
    await text(page).fill(MEANT)
    const panel = page.getByRole('complementary', { name: /^Policy / })
    await expect(panel.getByRole('list', { name: 'Problems' }).getByRole('listitem')).toHaveCount(0)
    await expect(page.getByText('Kept as a draft')).toBeVisible()
    await page.getByRole('tab', { name: 'Try on past decisions' }).click()
    await page.getByRole('button', { name: 'Try on past decisions' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'asked again' })).toBeVisible()
  })

  await test.step('published with a note, it holds and stands in the list of versions', async () => {
    await page.getByRole('button', { name: 'Publish…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish these policies' })
    await expect(dialog.getByRole('list', { name: 'What changes' })).toContainText('no-financial')
    await dialog.getByLabel('Why').fill('Asked for by finance')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(dialog).toHaveCount(0)
    await page.getByRole('tab', { name: /^Versions/ }).click()
    await expect(page.getByRole('row', { name: /^1 Holds Asked for by finance/ })).toBeVisible()
  })
})
