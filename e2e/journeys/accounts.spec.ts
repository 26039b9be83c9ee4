import type { Page } from '@playwright/test'
import { expect, test } from '../support/journey'
import { refusal } from '../support/watch'

// The last journey makes a real account, after which nobody is offered to practise any more.
test.use({ own: {} })
test.describe.configure({ mode: 'serial' })

test('a wrong password is said clearly, and too many of them are stopped', async ({ page, watch }, {
  retry,
}) => {
  const email = `nobody.${retry}@larkspur.example`
  watch.expect(refusal(401))
  await page.goto('/sign-in')
  const form = page.getByRole('region', { name: /account of your own/ })
  await form.getByRole('button', { name: 'Sign in' }).click()
  await expect(form.getByText('The e-mail address of your account')).toBeVisible()
  await form.getByLabel('E-mail').fill(email)
  await form.getByLabel('Password').fill('not this one')
  for (const said of [
    ...Array<RegExp>(5).fill(/do(es)? not match|wrong/i),
    /Too many attempts\. Try again in \d+ seconds\./,
  ]) {
    const answered = page.waitForResponse((response) => response.url().includes('/callback/password'))
    await form.getByRole('button', { name: 'Sign in' }).click()
    await answered
    await expect(form.getByRole('alert')).toContainText(said)
  }
  await expect(form.getByLabel('E-mail')).toHaveValue(email)
  await page.goto('/members')
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fmembers/)
})

test('each role sees what it may do, and no more', async ({ signInAs, installation }) => {
  const [operator, reviewer, auditor, admin] = [
    await signInAs('operator'),
    await signInAs('reviewer'),
    await signInAs('auditor'),
    await signInAs('admin'),
  ]
  const offers = async (page: Page, path: string, name: string | RegExp): Promise<boolean> => {
    await page.goto(path)
    await expect(page.getByRole('main')).not.toBeEmpty()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    return (await page.getByRole('button', { name }).or(page.getByRole('link', { name })).count()) > 0
  }
  expect(await offers(operator, '/teams', 'New team')).toBe(true)
  expect(await offers(reviewer, '/teams', 'New team')).toBe(false)
  expect(await offers(auditor, '/teams', 'New team')).toBe(false)
  expect(await offers(admin, '/members', 'Add a member')).toBe(true)
  expect(await offers(operator, '/members', 'Add a member')).toBe(false)
  expect(await offers(auditor, '/record', /^Export/)).toBe(true)
  expect(await offers(operator, '/record', /^Export/)).toBe(false)
  expect(await offers(admin, '/costs', 'Budget')).toBe(true)
  expect(await offers(auditor, '/costs', 'Budget')).toBe(false)
  await auditor.goto('/teams/sales-operations')
  await expect(auditor.getByRole('region', { name: 'Problems' })).toBeVisible()
  await expect(auditor.getByRole('button', { name: 'Run', exact: true })).toHaveCount(0)
  await expect(auditor.getByRole('complementary', { name: 'Palette' })).toHaveCount(0)

  const api = await installation.api('auditor')
  const refused = await api.send('POST', '/runs', { team: 'sales-operations', input: {} })
  expect(refused.status).toBe(403)
  await expect(async () => {
    await auditor.goto('/record')
    await auditor.getByRole('button', { name: 'Denials only' }).click()
    const entries = auditor.getByRole('table', { name: 'Entries of the record' })
    await expect(entries.getByRole('row', { name: /run/i })).not.toHaveCount(0, { timeout: 2000 })
  }).toPass()
})

test('the first real account ends the practice, and signs in and out by its password', async ({
  page,
  signInAs,
}) => {
  const admin = await signInAs('admin')
  await admin.goto('/members')
  await admin.getByRole('button', { name: 'Add a member' }).click()
  const dialog = admin.getByRole('dialog', { name: 'Add a member' })
  await expect(dialog).toContainText('This becomes the first real account.')
  await dialog.getByLabel('E-mail').fill('head.of.ops@example.org')
  await dialog.getByLabel('Name', { exact: true }).fill('Head of Ops')
  await dialog.getByRole('button', { name: 'Add member' }).click()
  const password = await admin
    .getByRole('dialog', { name: 'They can sign in now' })
    .getByRole('group', { name: 'Password' })
    .getByRole('code')
    .innerText()

  await page.goto('/sign-in')
  await expect(page.getByRole('region', { name: 'Practice as' })).toHaveCount(0)
  const form = page.getByRole('region', { name: 'Sign in' })
  await form.getByLabel('E-mail').fill('head.of.ops@example.org')
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()

  await page.getByRole('button', { name: 'Head of Ops, Operator, admin' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('region', { name: 'Sign in' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('region', { name: 'Sign in' })).toBeVisible()
  await page.goto('/record')
  await expect(page).toHaveURL(/\/sign-in/)
})
