import { expect, test } from '../support/journey'
import { RunPage } from '../support/run-page'
import { sendSigned } from '../support/signed'
import { Studio } from '../support/studio'
import { startByForm, teamFromPattern } from '../support/team'

test('for each line of an order: lanes, four notes, and one that failed without stopping the rest', async ({
  signInAs,
}, { retry }) => {
  const page = await signInAs('operator')
  const name = `Confirmations ${retry}`
  await teamFromPattern(page, 'Order confirmations', name)
  const studio = new Studio(page)

  const address = await startByForm(page, name)
  await expect(studio.overlay).toContainText('Done')
  await expect(studio.card('Agent Write the note')).toContainText('4 of 5, 1 failed')

  const run = await RunPage.open(page, address)
  await run.expectState('Done')
  await expect(run.card('Agent Write the note, 4 of 5, 1 failed')).toBeVisible()
  const lanes = run.steps.getByRole('row', { name: /^Each line 1–5 4 of 5, 1 failed/ })
  await expect(lanes).toHaveAttribute('aria-expanded', 'false')
  await lanes.click()
  await expect(lanes).toHaveAttribute('aria-expanded', 'true')
  await expect(run.steps.getByRole('row', { name: /^2 Chair Alder Write the note/ })).toBeVisible()
  await run.steps.getByRole('row', { name: /^3 .*failed/ }).click()
  await expect(run.details).toContainText('no day is known on which Table Rowan leaves')

  await run.card(/^Join All notes/).click()
  const joined = run.part('Came together')
  await expect(joined).toContainText('4 of 5 arrived')
  await expect(joined).toContainText('3 Table Rowan')
})

test('a lead gives tasks to its desks: by rule, by who can, by choice', async ({ signInAs }, { retry }) => {
  const page = await signInAs('operator')
  const name = `Brief ${retry}`
  await teamFromPattern(page, 'Market brief', name)
  const address = await startByForm(page, name)
  await expect(new Studio(page).overlay).toContainText('Done')

  const run = await RunPage.open(page, address)
  await run.expectState('Done')
  await run.card(/^Agent Ask the Nordic desk, /).click()
  await expect(run.details).toContainText('Households replace old pieces')
  await run.steps
    .getByRole('row', { name: /^Lead the brief/ })
    .first()
    .click()
  const plan = run.part('Tasks given')
  await expect(plan).toContainText('round 1 of at most 3')
  for (const [task, desk, how] of [
    ['demand', 'Central desk', 'chosen among those who can'],
    ['outlook', 'Nordic desk', 'by the rule outlook → Nordic desk'],
    ['prices', 'Price desk', 'the only one who can'],
  ] as const) {
    await expect(plan.getByRole('listitem').filter({ hasText: task })).toContainText(`to ${desk}`)
    await expect(plan.getByRole('listitem').filter({ hasText: task })).toContainText(how)
  }
})

test('a run waits for an event, and a signed message wakes it', async ({ signInAs, baseURL }, { retry }) => {
  const page = await signInAs('operator')
  const name = `Parcels ${retry}`
  let key = ''
  let address = ''

  await test.step('a source of events, its key shown once', async () => {
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Add a source' }).click()
    const form = page.getByRole('dialog', { name: 'Add an event source' })
    await form.getByLabel('Name').fill(`Carrier ${retry}`)
    await form.getByLabel('Events it may send').fill('parcel.arrived')
    await form.getByRole('button', { name: 'Add source' }).click()
    const made = page.getByRole('dialog', { name: 'The key is made' })
    key = await made.getByRole('group', { name: 'Key', exact: true }).locator('code').innerText()
    address = await made.getByRole('group', { name: 'Address', exact: true }).locator('code').innerText()
    expect(key).toMatch(/^whsec_/)
    expect(address).toMatch(new RegExp(`^${baseURL}/api/events/[^/]+/parcel\\.arrived$`))
    await made.getByRole('button', { name: 'Done' }).click()
    await page.reload()
    await expect(page.getByRole('row', { name: new RegExp(`^Carrier ${retry} `) })).toBeVisible()
    await expect(page.getByText(key)).toHaveCount(0)
  })

  const parcel = await teamFromPattern(page, 'Parcel watch', name)
  const way = await startByForm(page, name, (form) => form.getByLabel(/^Parcel/).fill(parcel))
  const run = await RunPage.open(page, way)
  await expect(run.card('Wait for event Until it arrives, Waits for its event')).toBeVisible()
  await expect(run.main).toContainText(`waits for parcel.arrived, ${parcel}`)

  await test.step('what is not signed, or does not fit, wakes nothing', async () => {
    const event = { type: 'parcel.arrived', key: parcel }
    const forged = `whsec_${Buffer.from('not the key at all').toString('base64')}`
    const send = (id: string, data: unknown, by = key) =>
      sendSigned({ address, key: by, id: `${id}_${retry}`, body: { ...event, data } })
    expect(await send('forged', { state: 'delivered' }, forged)).toMatchObject({ status: 401 })
    expect(await send('misfit', { state: 'lost at sea' })).toMatchObject({ status: 422 })
    await expect(run.card('Wait for event Until it arrives, Waits for its event')).toBeVisible()
    expect(await send('arrived', { state: 'delivered' })).toMatchObject({
      status: 202,
      body: { woke: 1, created: true },
    })
  })

  await run.expectState('Done')
  await expect(run.card(/^End Customer knows, Done/)).toBeVisible()
  await run.card(/^Agent Tell the customer, /).click()
  await expect(run.details).toContainText(`Your parcel ${parcel} is delivered.`)
})
