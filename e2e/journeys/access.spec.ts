import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/journey'
import { type Screen, screensOf } from '../support/pages'
import { refusal } from '../support/watch'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

for (const [nth, colorScheme] of (['light', 'dark'] as const).entries()) {
  test(`every screen passes axe, ${colorScheme}`, async ({
    accountOf,
    installation,
    signInAs,
    watch,
    page,
  }) => {
    test.slow()
    watch.expect(refusal(404))
    const screens = await screensOf(installation, (profile) => accountOf(profile, nth))
    await page.emulateMedia({ colorScheme })
    await page.goto('/sign-in')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const found: Record<string, string[]> = {}
    const look = async (on: Page, name: string) => {
      const faults = await violations(on)
      if (faults.length > 0) found[name] = faults
    }
    await look(page, 'sign-in')
    const admin = await signInAs('admin', { colorScheme })
    for (const screen of screens) {
      await show(admin, screen)
      await look(admin, screen.name)
    }
    expect(found).toEqual({})
  })
}

test('a phone shows every screen without scrolling sideways', async ({
  accountOf,
  installation,
  signInAs,
  watch,
}) => {
  watch.expect(refusal(404))
  const screens = await screensOf(installation, (profile) => accountOf(profile, 2))
  const page = await signInAs('admin', { viewport: { width: 390, height: 844 }, hasTouch: true })
  const wide: string[] = []
  for (const screen of screens) {
    await show(page, screen)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) wide.push(`${screen.name}: ${over} px`)
  }
  expect(wide).toEqual([])
})

test('a phone works the inbox', async ({ accountOf, installation, signInAs }) => {
  const [operator, reviewer] = await Promise.all([installation.api('operator'), installation.api('reviewer')])
  const run = await operator.startRun({ account_id: accountOf('no_contact', 2) })
  await operator.waitForStatus(run, 'waiting')
  const review = await reviewer.openReview(run)
  const page = await signInAs('reviewer', { viewport: { width: 390, height: 844 }, hasTouch: true })
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Inbox/ })
    .tap()
  await page.getByRole('button', { name: String(review['question']) }).tap()
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await expect(page.getByRole('region', { name: 'What changes outside' })).toBeVisible()
  const approve = verdict.getByRole('button', { name: 'Approve, run 1 effect' })
  await expect(approve).toBeInViewport({ ratio: 1 })
  const notices = page.getByRole('region', { name: /^Notifications/ })
  await expect(async () => {
    // A tap within half a second of the review's coming is taken for one meant for another.
    if (page.url().includes(review.id)) await approve.tap({ timeout: 1000 })
    await expect(notices.getByText('Approved, runs 1 effect')).toBeVisible({ timeout: 1500 })
  }).toPass()
  await reviewer.waitForStatus(run, 'done')
})

test('the palette reaches a run, and ? shows the keys', async ({ accountOf, installation, signInAs }) => {
  const operator = await installation.api('operator')
  const account = accountOf('normal', 40)
  const run = await operator.startRun({ account_id: account })
  await operator.waitForStatus(run, 'done')
  const page = await signInAs('operator')
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await expect(keys).toContainText('Search or command')
  await page.keyboard.press('Escape')
  await expect(keys).toHaveCount(0)

  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Search or command' })
  await palette.getByRole('combobox').fill(account)
  await expect(palette.getByRole('option', { name: new RegExp(`Account ${account}`) })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/runs/${run}`)
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page.getByRole('heading', { name: 'Teams', level: 1 })).toBeVisible()
})

/** Opens a screen and waits until nothing on it is still being read. */
async function show(page: Page, { path }: Screen): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('main')).not.toBeEmpty()
  await expect(page.locator('[data-loading]')).toHaveCount(0)
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = failureSummary?.split('\n').slice(1, 2).join('').trim() ?? ''
      return `${id}: ${target.join(' ')} (${why})`
    }),
  )
}
