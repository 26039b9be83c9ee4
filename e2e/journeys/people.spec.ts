import type { Page } from '@playwright/test'
import { z } from 'zod'
import type { TeamDocument } from '@/domain/team/document'
import { PEOPLE } from '@/prisma/seed/people'
import { Canaries, widened } from '@/server/engine/testing/canaries'
import { barred } from '@/server/engine/testing/count-canaries'
import { expect, goTo, test } from '../support/journey'

// What members may see holds for everyone, and what is erased is gone.
test.use({ own: {} })
test.describe.configure({ mode: 'serial' })

const HIDDEN = /not shown to you as/

/** An admin narrows what a member may see to internal data, with nothing personal or financial in it. */
async function clearForInternal(admin: Page, name: string): Promise<void> {
  await goTo(admin, 'Members')
  await admin.getByRole('row', { name }).click()
  const panel = admin.getByRole('complementary').filter({ hasText: name })
  await panel.getByRole('combobox', { name: 'Clearance' }).click()
  await admin.getByRole('option', { name: 'internal' }).click()
  for (const kind of await panel.getByRole('group', { name: 'Sees unmasked' }).getByRole('checkbox').all())
    await kind.uncheck()
  await panel.getByRole('button', { name: 'Save clearance' }).click()
  await expect(admin.getByText(`${name} is cleared for internal data`, { exact: true })).toBeVisible()
}

test('a member sees of a run what they are cleared for: by themselves, and by a group', async ({
  installation,
  signInAs,
  accountOf,
}) => {
  const api = await installation.api('operator')
  const run = await api.startRun({ account_id: accountOf('normal', 0) })
  await api.waitForStatus(run, 'done')
  const [admin, auditor] = [await signInAs('admin'), await signInAs('auditor')]

  await test.step('cleared for everything they see all of it', async () => {
    await auditor.goto(`/runs/${run}`)
    await expect(auditor.getByRole('region', { name: 'Timeline' })).toBeVisible()
    await expect(auditor.getByText(HIDDEN)).toHaveCount(0)
  })

  await test.step('an admin narrows that under Members', async () => {
    await clearForInternal(admin, PEOPLE.auditor.name)
  })

  await test.step('the run says what is kept from them, and its record stays proven', async () => {
    await auditor.reload()
    await expect(auditor.getByText(HIDDEN)).toBeVisible()
    await auditor.goto(`/record?run=${run}`)
    await auditor
      .getByRole('row', { name: /Started/ })
      .first()
      .click()
    await auditor.getByRole('tab', { name: 'Entry' }).click()
    await expect(auditor.getByRole('heading', { name: 'Not shown to you' })).toBeVisible()
  })

  await test.step('a group gives it back', async () => {
    await admin.goto('/settings/people')
    await admin.getByRole('button', { name: 'Add a group' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Add a group' })
    await dialog.getByLabel('Name', { exact: true }).fill('Claims desk')
    await dialog
      .getByRole('group', { name: 'Members' })
      .getByRole('checkbox', { name: PEOPLE.auditor.name })
      .check()
    await dialog.getByRole('combobox', { name: 'Clearance' }).click()
    await admin.getByRole('option', { name: 'restricted' }).click()
    for (const kind of await dialog.getByRole('group', { name: 'Sees unmasked' }).getByRole('checkbox').all())
      await kind.check()
    await dialog.getByRole('button', { name: 'Add the group' }).click()
    await expect(admin.getByRole('row', { name: /Claims desk/ })).toBeVisible()
    await auditor.goto(`/runs/${run}`)
    await expect(auditor.getByRole('region', { name: 'Timeline' })).toBeVisible()
    await expect(auditor.getByText(HIDDEN)).toHaveCount(0)
  })
})

test('a person is found by their number, erased with a reason, and certified', async ({
  installation,
  signInAs,
  accountOf,
}) => {
  const account = accountOf('normal', 1)
  const api = await installation.api('operator')
  const run = await api.startRun({ account_id: account })
  await api.waitForStatus(run, 'done')
  const admin = await signInAs('admin')

  await test.step('nobody is found by what names nobody', async () => {
    await goTo(admin, 'Privacy')
    await admin.getByLabel('Your own number for them').fill('N-000-000')
    await admin.getByRole('button', { name: 'Find' }).click()
    await expect(admin.getByText('Nothing that can be erased names them')).toBeVisible()
  })

  await test.step('by their number they are, with the run and where it names them', async () => {
    await admin.getByLabel('Your own number for them').fill(account)
    await admin.keyboard.press('Enter')
    await expect(admin.getByRole('checkbox', { name: /^Erase in / })).toBeChecked()
  })

  await test.step('erasing asks for a reason and the word', async () => {
    await admin.getByRole('button', { name: 'Erase in 1 run…' }).click()
    const dialog = admin.getByRole('dialog', { name: 'Erase this person' })
    const erase = dialog.getByRole('button', { name: 'Erase', exact: true })
    await expect(erase).toBeDisabled()
    await dialog.getByLabel('Reason').fill('Request 4711')
    await dialog.getByLabel('Type erase to go on').fill('erase')
    await erase.click()
    await expect(dialog).toHaveCount(0)
    await expect(admin.getByText('Nothing that can be erased names them any more.')).toBeVisible()
    await expect(admin.getByRole('link', { name: 'Look at the certificate' })).toBeVisible()
  })

  await test.step('the certificate is signed, and the run says that it is erased', async () => {
    await admin
      .getByRole('row', { name: /Request 4711/ })
      .getByRole('link', { name: 'Certificate' })
      .click()
    await expect(admin.getByRole('heading', { name: 'Certificate of erasure', level: 1 })).toBeVisible()
    await expect(admin.getByRole('button', { name: 'Download' })).toBeEnabled({ timeout: 20_000 })
    await expect(admin.getByRole('article')).toContainText('of one person were erased')
    await admin.goto(`/runs/${run}`)
    await expect(admin.getByRole('region', { name: 'Timeline' })).toBeVisible()
    await expect(admin.getByRole('main')).not.toContainText(account)
  })
})

test('no page, and no answer behind one, bears a value above what its reader is cleared for', async ({
  installation,
  signInAs,
  accountOf,
}) => {
  test.setTimeout(180_000)
  const canaries = new Canaries()
  const api = await installation.api('operator')
  const { body } = await api.get('/teams/sales-operations')
  const { document } = z.looseObject({ document: z.unknown() }).parse(body)
  // Contracts that are published stay as they are: with canaries they are new versions.
  const next = JSON.parse(
    JSON.stringify(document).replaceAll(/"([a-z][a-z0-9_.]*)@\d+"/g, '"$1@9"'),
  ) as TeamDocument
  const contracts = next.contracts.map((contract) => ({ ...contract, version: 9 }))
  await api.send('PUT', '/teams/sales-operations', { document: widened({ ...next, contracts }) })
  const untested = 'It carries canaries, which no case expects'
  expect(await api.send('POST', '/teams/sales-operations/publish', { untested })).toMatchObject({
    status: 201,
  })
  const start = async (account_id: string) => api.startRun({ account_id, ...canaries.for('start') })
  const [done, waiting] = [await start(accountOf('normal', 2)), await start(accountOf('no_contact', 2))]
  await api.waitForStatus(done, 'done')
  await api.waitForStatus(waiting, 'waiting')
  const { id: review } = await api.openReview(waiting)
  const { steps } = await api.run(done)
  const ofRun = [
    ...new Set(steps.map(({ node }) => `/runs/${done}?step=${node}.1`)),
    `/runs/${done}?tab=state`,
  ]
  const others = ['/', '/inbox', `/inbox/${review}`, '/runs', `/runs/${waiting}`, `/record?run=${done}`]
  const seenBy = async (page: Page, pages: string[]) => {
    const texts: Promise<string>[] = []
    // What has come to its end: the stream of changes, which bears ids alone, stays open.
    page.on('requestfinished', (request) => {
      texts.push(request.response().then(async (response) => (await response?.text().catch(() => '')) ?? ''))
    })
    for (const path of pages) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
      await page.waitForLoadState('networkidle')
      texts.push(page.content())
    }
    return canaries.in((await Promise.all(texts)).join('\n'))
  }
  const whole = await seenBy(await signInAs('operator, reviewer'), ofRun)
  expect(whole.length).toBeGreaterThan(100)
  await clearForInternal(await signInAs('admin'), PEOPLE.analyst.name)
  const cut = await seenBy(await signInAs('operator, reviewer'), [...ofRun, ...others])
  const internal = { clearance: 'internal' as const, categories: [] }
  expect(cut.filter((one) => barred(internal, one, 'operations'))).toEqual([])
  expect(cut.length).toBeGreaterThan(0)
  await test.step('with a reason on the record they see all of it, until it is hidden again', async () => {
    const page = await signInAs('operator, reviewer')
    await page.goto(`/inbox/${review}`)
    await page.getByRole('button', { name: 'Show it to me…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Show what is hidden of this run' })
    await dialog.getByLabel('Why you need to see it').fill('The value decides what I answer')
    await page.keyboard.press('Enter')
    const note = page.getByText('This run is shown to you beyond your clearance.')
    await expect(note).toBeVisible()
    await expect(page.getByText(HIDDEN)).toHaveCount(0)
    await page.goto(`/record?run=${waiting}`)
    await expect(
      page.getByRole('row', { name: /Had the run shown beyond their clearance/ }).first(),
    ).toContainText('The value decides what I answer')
    await page.goto(`/runs/${waiting}`)
    await expect(note).toBeVisible()
    await page.getByRole('button', { name: 'Hide it again' }).click()
    await expect(page.getByText(HIDDEN)).toBeVisible()
  })
})
