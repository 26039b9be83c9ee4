import { openDeal } from '../support/crm'
import { Inbox } from '../support/inbox'
import { expect, test } from '../support/journey'

const STEP = 'Ask for the signed order form'

test('sent back with instructions, the second draft follows them and is approved', async ({
  accountOf,
  installation,
  signInAs,
}) => {
  const [api, operator, crm] = await Promise.all([
    installation.api('reviewer'),
    installation.api('operator'),
    installation.crm(),
  ])
  const account = accountOf('no_contact', 0)
  const deal = openDeal(await crm.deals(account))
  const run = await operator.startRun({ account_id: account })
  await api.waitForStatus(run, 'waiting')
  const first = await api.openReview(run)

  const page = await signInAs('reviewer')
  const before = await Inbox.open(page, first.id)
  await expect(page.getByText('Missing in the CRM: a contact person').first()).toBeVisible()
  await before.verdict.getByRole('textbox', { name: 'Why, in a line' }).fill(`Next step: ${STEP}`)
  await page.keyboard.press('Escape')
  await before.decide('b', 'Sent back with your instructions')

  const second = await expect
    .poll(async () => (await api.run(run)).reviews.find(({ status }) => status === 'open')?.id)
    .not.toBe(undefined)
    .then(() => api.openReview(run))
  expect(second.id).not.toBe(first.id)
  const after = await Inbox.open(page, second.id)
  await expect(after.effects.getByRole('insertion').filter({ hasText: STEP })).toBeVisible()
  await expect(after.verdict.getByRole('button', { name: 'Send back 2 left' })).toBeVisible()
  await after.decide('a', 'Approved, runs 1 effect')

  await api.waitForStatus(run, 'done')
  expect(await crm.writesTo(deal.id)).toMatchObject([{ status: 200, body: { next_step: STEP } }])
  await page.goto(`/runs/${run}`)
  const graph = page.getByRole('group', { name: 'The team as it was when it ran' })
  await expect(graph.getByRole('button', { name: 'Agent Draft next action, Done, 2 times' })).toBeVisible()
})

test('rejected, the run ends without an effect', async ({ accountOf, installation, signInAs }) => {
  const [api, operator, crm] = await Promise.all([
    installation.api('reviewer'),
    installation.api('operator'),
    installation.crm(),
  ])
  const account = accountOf('no_contact', 1)
  const deal = openDeal(await crm.deals(account))
  const run = await operator.startRun({ account_id: account })
  await api.waitForStatus(run, 'waiting')

  const page = await signInAs('reviewer')
  const inbox = await Inbox.open(page, (await api.openReview(run)).id)
  await inbox.verdict.getByRole('textbox', { name: 'Why, in a line' }).fill('Not before the contact is known')
  await page.keyboard.press('Escape')
  await inbox.decide('r', 'Rejected')

  const { outcome } = await api.waitForStatus(run, 'done')
  expect(outcome).toMatchObject({ result: 'rejected' })
  expect(await crm.writesTo(deal.id)).toEqual([])
  await page.goto(`/runs/${run}`)
  await expect(page.getByText('Rejected').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Action Update CRM, Not reached' })).toBeVisible()
})
