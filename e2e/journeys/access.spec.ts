import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { everyKind } from '../support/every-kind'
import { expect, test } from '../support/journey'
import { ON_A_PHONE, type Screen, screensOf, STUDIO, UNREAD } from '../support/pages'
import { refusal } from '../support/watch'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true }
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

for (const [nth, colorScheme] of (['light', 'dark'] as const).entries()) {
  test(`every screen passes axe, ${colorScheme}`, async ({
    accountOf,
    installation,
    signInAs,
    watch,
    page,
  }) => {
    test.setTimeout(480_000)
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

  test(`what the studio opens passes axe, ${colorScheme}`, async ({ signInAs }) => {
    test.setTimeout(480_000)
    const found: Record<string, string[]> = {}
    const operator = await signInAs('operator', { colorScheme })
    await askToPublish(operator, `Axe ${colorScheme} ${Date.now() % 100_000}`)
    found['publish dialog'] = await violations(operator)
    for (const screen of STUDIO) {
      await show(operator, screen)
      found[screen.name] = await violations(operator)
    }
    expect(Object.values(found).flat()).toEqual([])
  })

  test(`what is said of a node of every kind passes axe, ${colorScheme}`, async ({
    installation,
    signInAs,
  }) => {
    test.setTimeout(480_000)
    const document = everyKind(`Every kind, ${colorScheme}`)
    const key = `every-kind-${colorScheme}`
    await installation.drawTeam({ key, document, agents: [] })
    const page = await signInAs('operator', { colorScheme })
    await show(page, { name: 'every kind', path: `/teams/${key}` })
    const palette = page.getByRole('complementary', { name: 'Palette' })
    await palette.getByRole('radio', { name: 'Outline' }).click()
    const nodes = palette.getByRole('list', { name: 'Nodes' }).getByRole('button')
    await expect(nodes).toHaveCount(document.nodes.length)
    const found: Record<string, string[]> = {}
    for (const { name } of document.nodes) {
      await nodes.filter({ has: page.getByText(name, { exact: true }) }).click()
      const inspector = page.getByRole('complementary', { name: `Node ${name}`, exact: true })
      await expect(inspector.getByRole('list', { name: 'Problems here' })).toBeVisible()
      found[name] = await violations(page, '#inspector')
    }
    expect(Object.keys(found)).toHaveLength(document.nodes.length)
    expect(Object.values(found).flat()).toEqual([])
  })

  test(`what could not be read passes axe, ${colorScheme}`, async ({ signInAs, watch }) => {
    test.setTimeout(480_000)
    watch.expect(/^request: net::ERR_FAILED .*\/api\/trpc\//, /^console: .*net::ERR_FAILED/)
    const page = await signInAs('operator', { colorScheme })
    const found: Record<string, string[]> = {}
    for (const { path, asks, says } of UNREAD) {
      const refused = new RegExp(`/api/trpc/[^?]*${asks}`)
      await page.route(refused, (route) => route.abort())
      await page.goto(path)
      const error = page.getByRole('alert').filter({ hasText: says })
      await expect(error).toBeVisible({ timeout: 20_000 })
      found[path] = await violations(page)
      await page.unroute(refused)
      await expect(async () => {
        // Once the line is back, what is live may have asked again before.
        if (await error.count())
          await error.getByRole('button', { name: 'Try again' }).click({ timeout: 1000 })
        await expect(error).toHaveCount(0, { timeout: 2000 })
      }).toPass({ timeout: 20_000 })
    }
    expect(Object.values(found).flat()).toEqual([])
  })

  test(`a team on a phone passes axe, ${colorScheme}`, async ({ signInAs }) => {
    test.setTimeout(480_000)
    const found: Record<string, string[]> = {}
    const phone = await signInAs('operator', { colorScheme, ...PHONE })
    for (const screen of ON_A_PHONE) {
      await show(phone, screen)
      found[screen.name] = await violations(phone)
    }
    expect(Object.values(found).flat()).toEqual([])
  })
}

test('a phone shows every screen without scrolling sideways', async ({
  accountOf,
  installation,
  signInAs,
  watch,
}) => {
  test.setTimeout(480_000)
  watch.expect(refusal(404))
  const screens = [...(await screensOf(installation, (profile) => accountOf(profile, 2))), ...ON_A_PHONE]
  const page = await signInAs('admin', PHONE)
  const wide: string[] = []
  for (const screen of screens) {
    await show(page, screen)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) wide.push(`${screen.name}: ${over} px`)
  }
  expect(wide).toEqual([])
})

test('a phone reads a team: from node to node, what is said of it, and back to where one was', async ({
  signInAs,
}) => {
  const page = await signInAs('operator', PHONE)
  await page.goto('/teams/sales-operations')
  const nodes = page.getByRole('list', { name: 'Nodes' })
  const draft = nodes.getByRole('button', { name: /^Agent.* Draft next action/ })
  await expect(
    nodes.getByRole('button', { name: /^Handoff Draft next action to Sales rules, crm/ }),
  ).toBeVisible()
  await draft.focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('complementary', { name: 'Node Draft next action' })).toBeVisible()
  await sheet.getByRole('button', { name: 'The next node' }).click()
  await expect(sheet.getByRole('complementary', { name: 'Node Sales rules' })).toBeVisible()
  await sheet.getByRole('button', { name: 'Comment' }).click()
  const comments = page.getByRole('complementary', { name: 'Comments' })
  await comments.getByLabel('Say something about Sales rules').fill('Is 25,000 still right?')
  await comments.getByRole('button', { name: 'Comment', exact: true }).click()
  const thread = comments.getByRole('article', { name: 'Comment on Sales rules' })
  await expect(thread).toContainText('Is 25,000 still right?')
  await thread.getByRole('button', { name: 'Resolve' }).click()
  await comments.getByRole('button', { name: 'Close' }).click()
  await expect(sheet.getByRole('complementary', { name: 'Node Sales rules' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await page.getByRole('radio', { name: 'Canvas' }).click()
  await expect(page.getByRole('application', { name: 'Canvas' })).toBeVisible()
})

test('what lies over the page is left by Escape, and one goes on from where one was', async ({
  signInAs,
}) => {
  const page = await signInAs('operator')
  await page.goto('/teams/sales-operations')
  const run = page.getByRole('button', { name: 'Run', exact: true })
  await run.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /^Run Sales operations/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(run).toBeFocused()
  const comments = page.getByRole('button', { name: /^Comments/ })
  await comments.focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Say something about the team').focus()
  await page.keyboard.press('Escape')
  await expect(comments).toBeFocused()
  await page.getByRole('button', { name: 'New contract' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Import a contract' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeFocused()
})

test('a phone works the inbox', async ({ accountOf, installation, signInAs }) => {
  const [operator, reviewer] = await Promise.all([installation.api('operator'), installation.api('reviewer')])
  const run = await operator.startRun({ account_id: accountOf('no_contact', 2) })
  await operator.waitForStatus(run, 'waiting')
  const review = await reviewer.openReview(run)
  const page = await signInAs('reviewer', PHONE)
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
async function show(page: Page, { path, open }: Screen): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('main')).not.toBeEmpty()
  await expect(page.locator('[data-loading]')).toHaveCount(0)
  if (!open) return
  await open(page)
  await expect(page.locator('[data-loading]')).toHaveCount(0)
}

/** The dialog of a publish with test cases, of a team that was never published. */
async function askToPublish(page: Page, name: string): Promise<void> {
  await page.goto('/teams/new')
  await page.getByRole('button', { name: 'Sales operations', exact: true }).click()
  const preview = page.getByRole('dialog', { name: 'Sales operations' })
  await preview.getByLabel('Name of your team').fill(name)
  await preview.getByRole('button', { name: 'Open the studio' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  const button = page.getByRole('button', { name: 'Publish', exact: true })
  await expect(button).toBeEnabled()
  await button.click()
  await expect(page.getByRole('checkbox', { name: 'Publish all the same' })).toBeVisible()
}

/** @param within the part of the page that is looked at; all of it when left out */
async function violations(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(RULES)
  const { violations: found } = await (within === undefined ? axe : axe.include(within)).analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = failureSummary?.split('\n').slice(1, 2).join('').trim() ?? ''
      return `${id}: ${target.join(' ')} (${why})`
    }),
  )
}
