import type { Page } from '@playwright/test'
import { Inbox } from '../support/inbox'
import { expect, goTo, test } from '../support/journey'
import { openDeal } from '../support/crm'
import { refusal } from '../support/watch'

const STEP = 'Call the buyer about the two open questions'

test('a person edits and approves by keyboard, and the CRM gets exactly that, once', async ({
  accountOf,
  installation,
  signInAs,
  watch,
}) => {
  const [api, crm] = await Promise.all([installation.api('reviewer'), installation.crm()])
  const account = accountOf('above_limit', 0)
  const deal = openDeal(await crm.deals(account))
  const starter = await signInAs('operator, reviewer')
  const run = await startFromStudio(starter, account)
  await api.waitForStatus(run, 'waiting')
  const review = await api.openReview(run)

  await test.step('who started the run may not decide', async () => {
    const inbox = await Inbox.open(starter, review.id)
    await expect(inbox.verdict).toContainText('You started this run, and this gate asks for four eyes.')
    await expect(inbox.verdict.getByRole('button', { name: /^Approve/ })).toBeDisabled()
    const refused = await api.send('POST', `/reviews/${review.id}/verdict`, {
      decision: 'approve',
      digest: '0'.repeat(64),
    })
    expect(refused, 'a verdict on something else than what was shown').toMatchObject({ status: 409 })
  })

  const page = await signInAs('reviewer')
  const other = await signInAs('reviewer')
  await test.step('another browser shows the same review', async () => {
    await Inbox.open(other, review.id)
    // From here on it learns nothing new, as a laptop that wakes up in the train.
    await other.route(/\/api\/trpc\/[^?]*reviews\.(get|list)/, () => undefined)
  })

  await test.step('the reviewer finds it by J and K', async () => {
    await goTo(page, 'Inbox')
    const name = (await crm.account(account)).name
    const row = page.getByRole('button', { name: new RegExp(`^Write this next step for ${name} `) })
    await expect(row).toBeVisible()
    await page.keyboard.press('k')
    await expect(async () => {
      if ((await row.getAttribute('aria-current')) !== 'true') await page.keyboard.press('j')
      await expect(row).toHaveAttribute('aria-current', 'true', { timeout: 200 })
    }).toPass()
    await expect(
      page.getByRole('heading', { name: `Write this next step for ${name} into the CRM?` }),
    ).toBeVisible()
  })

  const inbox = await Inbox.open(page, review.id)
  await test.step('it shows the exact effect, before and after', async () => {
    await expect(inbox.effects).toContainText('1 effect, run only if approved')
    await expect(inbox.effects).toContainText(`PATCH`)
    await expect(inbox.effects).toContainText(`/deals/${deal.id}`)
    // What changes is struck out beside its new value; what does not is said to stay as it is.
    await expect(inbox.effects.getByRole('deletion').first()).toBeVisible()
    await expect(inbox.effects).toContainText(deal.stage)
    await expect(page.getByText(/above \$25,000/).first()).toBeVisible()
    await expect(page.getByRole('region', { name: 'How it came here' })).toContainText('Draft next action')
  })

  await test.step('edits, sees the effect follow, and approves', async () => {
    await page.keyboard.press('e')
    const field = inbox.draft.getByRole('textbox', { name: /^Next step/ })
    await expect(field).toBeEnabled()
    await field.fill(STEP)
    await expect(inbox.effects.getByRole('insertion').filter({ hasText: STEP })).toBeVisible()
    await expect(inbox.verdict).toContainText('Binds to what you see and your edits')
    await page.keyboard.press('Escape')
    await inbox.decide('a', 'Approved as edited, runs 1 effect')
  })

  await test.step('the effect arrives once, as edited', async () => {
    await api.waitForStatus(run, 'done')
    const writes = await crm.writesTo(deal.id)
    expect(writes.map(({ status, replays, body }) => ({ status, replays, step: body['next_step'] }))).toEqual(
      [{ status: 200, replays: 0, step: STEP }],
    )
    expect((await crm.deal(deal.id)).next_step).toBe(STEP)
  })

  await test.step('the other browser comes too late', async () => {
    watch.expect(refusal(409))
    const late = other.getByRole('alert').filter({ hasText: 'Ruben Tallis has decided this already.' })
    await expect(async () => {
      await other.keyboard.press('r')
      await expect(late).toBeVisible({ timeout: 1500 })
    }).toPass()
    await expect(late).toContainText('Nothing of yours was carried out.')
    await other.unrouteAll({ behavior: 'ignoreErrors' })
    // With the line back it may learn of the verdict by itself before the button is reached.
    const again = other.getByRole('button', { name: 'Look again' })
    const verdict = other.getByRole('region', { name: 'Verdict' })
    await expect(async () => {
      if (await again.isVisible()) await again.click({ timeout: 1000 })
      await expect(verdict).toContainText('Approved with edits by Ruben Tallis', { timeout: 2000 })
    }).toPass()
  })

  await test.step('the record says who decided', async () => {
    const auditor = await signInAs('auditor')
    await auditor.goto('/record')
    await auditor.getByRole('searchbox', { name: 'Text, id or subject' }).fill(run)
    const entries = auditor.getByRole('table', { name: 'Entries of the record' })
    await expect(entries.getByRole('row', { name: /Ruben Tallis Approved/i })).toHaveCount(1)
  })
})

/** Starts the seeded team by its form. @returns the run's id */
async function startFromStudio(page: Page, account: string): Promise<string> {
  await page.goto('/teams/sales-operations')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Account id').fill(account)
  await dialog.getByRole('button', { name: 'Start the run' }).click()
  await expect(page).toHaveURL(/run=run_/)
  return new URL(page.url()).searchParams.get('run') ?? ''
}
