import { expect, test } from '../support/journey'
import { sendSigned } from '../support/signed'
import { teamFromPattern } from '../support/team'
import { TriggersPage } from '../support/triggers-page'
import { refusal } from '../support/watch'

test('a webhook: its key is shown once, a signed call starts one run, and a replay none', async ({
  signInAs,
  baseURL,
}, { retry }) => {
  const page = await signInAs('operator')
  const slug = await teamFromPattern(page, 'Parcel watch', `Hooked ${retry}`)
  const triggers = await TriggersPage.open(page, slug)
  const panel = await triggers.make('Webhook', `Shop ${retry}`)

  const call = panel.getByRole('region', { name: 'How to call it' })
  const key = await call.getByRole('group', { name: 'Key', exact: true }).locator('code').innerText()
  const address = await call.getByRole('group', { name: 'Address', exact: true }).locator('code').innerText()
  expect(key).toMatch(/^whsec_/)
  expect(address.startsWith(`${baseURL}/api/hooks/`)).toBe(true)
  await page.reload()
  await expect(call.getByRole('group', { name: 'Address', exact: true })).toBeVisible()
  await expect(page.getByText(key)).toHaveCount(0)

  const body = { parcel: slug, customer: 'Wrenfield Books' }
  const message = { address, key, id: `msg_${retry}`, body }
  const started = await sendSigned(message)
  expect(started).toMatchObject({ status: 202, body: { created: true } })
  const { run } = started.body
  await test.step('the same once more is the same run; changed, old or forged, it is none', async () => {
    expect(await sendSigned(message)).toEqual({ status: 200, body: { run, created: false } })
    expect(await sendSigned({ ...message, body: { ...body, customer: 'Another' } })).toMatchObject({
      status: 409,
    })
    const old = Math.floor(Date.now() / 1000) - 6 * 60
    expect(await sendSigned({ ...message, id: 'msg_old', at: old })).toMatchObject({ status: 401 })
    const forged = `whsec_${Buffer.from('not the key at all').toString('base64')}`
    expect(await sendSigned({ ...message, id: 'msg_forged', key: forged })).toMatchObject({ status: 401 })
    const misfit = await sendSigned({ ...message, id: 'msg_misfit', body: { parcel: 7 } })
    expect(misfit).toMatchObject({ status: 400, body: { errors: expect.any(Array) } })
  })

  await test.step('one run, and the trigger says what the last one was refused for', async () => {
    await page.goto(`/runs?team=${slug}`)
    await expect(page.getByRole('link', { name: `Parcel ${slug}` })).toHaveCount(1)
    await expect(page.getByRole('row', { name: new RegExp(`Parcel ${slug}.*Shop ${retry}`) })).toBeVisible()
    await triggers.reopen()
    await expect(triggers.row(`Shop ${retry}`)).toContainText('On, last one refused')
  })
})

test('a schedule: its next times in its own time zone, and off again', async ({ signInAs }, { retry }) => {
  const page = await signInAs('operator')
  const slug = await teamFromPattern(page, 'Parcel watch', `Clocked ${retry}`)
  const triggers = await TriggersPage.open(page, slug)
  const panel = await triggers.make('Schedule', `Mornings ${retry}`, async (form) => {
    const zone = form.getByLabel('Time zone')
    await zone.fill('Asia/Nowhere')
    await expect(form).toContainText('No such time zone is known')
    await zone.fill('Asia/Kolkata')
    await form.getByLabel('Cron expression').fill('30 6 * *')
    await expect(form).toContainText('No next time')
    await form.getByLabel('Cron expression').fill('30 6 * * *')
    const times = form.getByRole('listitem').getByRole('time')
    await expect(times).toHaveCount(5)
    for (const time of await times.all()) {
      await expect(time).toContainText('06:30 GMT+5:30')
      await expect(time).toHaveAttribute('datetime', /T01:00:00\.000Z$/)
    }
  })
  const row = triggers.row(`Mornings ${retry}`)
  await expect(row).toContainText(/in \d+ ?[hm]/)

  await panel.getByRole('checkbox', { name: 'On', exact: true }).uncheck()
  await panel.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(row).toContainText('Off')
  await expect(row).not.toContainText(/in \d/)
})

test('a form that is shared starts runs; beyond the team’s limit they wait their turn', async ({
  installation,
  signInAs,
  page: stranger,
  watch,
}, { retry }) => {
  const api = await installation.api('operator')
  const page = await signInAs('operator')
  const team = `Asked ${retry}`
  const slug = await teamFromPattern(page, 'Parcel watch', team)
  const triggers = await TriggersPage.open(page, slug)
  const panel = await triggers.make('Form', `Where is it ${retry}`, async (form) => {
    await form.getByLabel('Words above the fields').fill('We tell you when it comes.')
  })
  const link = await panel.getByRole('group', { name: 'Link', exact: true }).locator('code').innerText()

  await test.step('at most one in flight', async () => {
    const limit = page.getByRole('form', { name: 'Runs in flight' })
    await limit.getByLabel('At most').fill('1')
    await limit.getByRole('button', { name: 'Save' }).click()
    await expect(limit).toContainText('0 of 1 in flight, 0 queued.')
  })

  await test.step('somebody without an account fills it in', async () => {
    await stranger.goto(link)
    await expect(stranger.getByRole('heading', { name: `Where is it ${retry}`, level: 1 })).toBeVisible()
    await expect(stranger.getByText('We tell you when it comes.')).toBeVisible()
    for (const parcel of [`${slug}-A`, `${slug}-B`]) {
      await stranger.getByRole('button', { name: 'Send', exact: true }).click()
      await expect(stranger.getByText('Some of the fields need another look.')).toBeVisible()
      const field = stranger.getByRole('textbox', { name: /^Parcel/ })
      await expect(field).toHaveAttribute('aria-invalid', 'true')
      await field.fill(parcel)
      await stranger.getByRole('textbox', { name: /^Customer/ }).fill('Wrenfield Books')
      await stranger.getByRole('button', { name: 'Send', exact: true }).click()
      await expect(stranger.getByRole('heading', { name: 'Thank you' })).toBeVisible()
      await expect(stranger.getByText(/^run_/)).toBeVisible()
      await stranger.getByRole('button', { name: 'Send another' }).click()
    }
  })

  await test.step('the second waits in the queue, and says so', async () => {
    await triggers.reopen()
    await expect(page.getByRole('form', { name: 'Runs in flight' })).toContainText(
      '1 of 1 in flight, 1 queued.',
    )
    await page.goto(`/runs?team=${slug}`)
    const row = page.getByRole('row', { name: new RegExp(`Parcel ${slug}-B`) })
    await expect(row).toContainText('Queued')
    await row.getByRole('link').click()
    await expect(page.getByRole('main')).toContainText(`it is next. ${team} has at most 1 in flight.`)
  })

  await test.step('the first ends, and it goes on by itself', async () => {
    const sent = { event: 'parcel.arrived', key: `${slug}-A`, data: { state: 'delivered' } }
    expect(await api.send('POST', '/events', sent)).toMatchObject({ status: 201, body: { woke: 1 } })
    await expect(page.getByRole('main')).toContainText(`waits for parcel.arrived, ${slug}-B`)
  })

  await test.step('switched off, the form is not open', async () => {
    await triggers.reopen()
    await triggers.row(`Where is it ${retry}`).click()
    await panel.getByRole('checkbox', { name: 'On', exact: true }).uncheck()
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(triggers.row(`Where is it ${retry}`)).toContainText('Off')
    watch.expect(refusal(404))
    await stranger.reload()
    await expect(stranger.getByRole('heading', { name: 'This form is not open' })).toBeVisible()
  })
})
