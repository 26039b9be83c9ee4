import type { Page } from '@playwright/test'
import { startMcpPeer, type McpPeer } from '@/server/connectors/testing/mcp-peer'
import { expect, goTo, test } from '../support/journey'
import { ORDER_DESK_API, startOrderDesk } from '../support/order-desk'
import { choose } from '../support/studio'
import { refusal } from '../support/watch'

// What is made here stays for everyone.
test.use({ own: {} })

let desk: Awaited<ReturnType<typeof startOrderDesk>>
let tools: McpPeer
test.beforeAll(async () => {
  desk = await startOrderDesk('first-key-of-the-desk')
  tools = await startMcpPeer()
})
test.afterAll(() => Promise.all([desk.close(), tools.close()]))

const tab = (page: Page, name: string | RegExp) => page.getByRole('tab', { name })
const outcome = (page: Page) => page.getByRole('status').filter({ hasText: /Answered|Failed/ })

test('a service of one’s own network is listed, its API is read, and it is called; a new secret is tried before it is used', async ({
  signInAs,
  watch,
}) => {
  const page = await signInAs('admin')

  await test.step('a connection is made; its address is one’s own, so it is not called yet', async () => {
    await goTo(page, 'Connections')
    await page.getByRole('button', { name: 'New connection' }).click()
    await page.getByRole('button', { name: /^HTTP service/ }).click()
    await page.getByLabel('Name', { exact: true }).fill('Order desk')
    await page.getByLabel('Address').fill(desk.baseUrl)
    await page.getByLabel(/^Secret/).fill(desk.key)
    await page.getByRole('button', { name: 'Make the connection' }).click()
    await expect(page.getByRole('heading', { name: 'Order desk', level: 1 })).toBeVisible()
    await tab(page, 'Call now').click()
    await page.getByLabel('Read a path: GET').fill('/orders/O-7')
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await expect(outcome(page)).toContainText('at an address that may not be called')
  })

  await test.step('an admin lists exactly it; more than private addresses is refused at the field', async () => {
    await tab(page, 'Settings').click()
    const reach = page.getByLabel('May reach in your own network')
    await reach.fill('0.0.0.0/0')
    watch.expect(refusal(400))
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText(/holds more than private addresses/)).toBeVisible()
    await expect(reach).toHaveValue('0.0.0.0/0')
    await reach.fill(desk.host)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Order desk is saved', { exact: true })).toBeVisible()
  })

  await test.step('operations are picked from its OpenAPI document', async () => {
    await tab(page, /^Operations/).click()
    await page.getByRole('button', { name: 'From OpenAPI' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Or the document itself').fill(ORDER_DESK_API)
    await dialog.getByRole('button', { name: 'Read it' }).click()
    await expect(dialog.getByRole('checkbox', { name: /POST \/orders/ })).toBeDisabled()
    await dialog.getByRole('checkbox', { name: /GET \/orders/ }).click()
    await dialog.getByRole('button', { name: 'Add 1 operation' }).click()
    await expect(page.getByRole('row', { name: /^One order/ })).toContainText('reads')
  })

  await test.step('it is called now: an answer, and a refusal of the service', async () => {
    await tab(page, 'Call now').click()
    await page.getByLabel('id', { exact: true }).fill('O-7')
    await page.getByRole('button', { name: 'Call it' }).click()
    await expect(outcome(page)).toContainText('129.5')
    await page.getByLabel('id', { exact: true }).fill('O-8')
    await page.getByRole('button', { name: 'Call it' }).click()
    await expect(outcome(page)).toContainText('Order desk answered 404.')
  })

  await test.step('a new secret waits beside the old one, is tried, and takes its place', async () => {
    desk.key = 'second-key-of-the-desk'
    await tab(page, 'Settings').click()
    await page.getByLabel('New secret').fill(desk.key)
    await page.getByRole('button', { name: 'Keep it beside the old one' }).click()
    await expect(page.getByRole('button', { name: 'Confirm the new secret' })).toBeVisible()
    await tab(page, 'Call now').click()
    await page.getByLabel('id', { exact: true }).fill('O-7')
    await page.getByRole('button', { name: 'Call it' }).click()
    await expect(outcome(page)).toContainText('It refuses the secret.')
    await page.getByRole('checkbox', { name: /With the new secret/ }).click()
    await page.getByRole('button', { name: 'Call it' }).click()
    await expect(outcome(page)).toContainText('129.5')
    await tab(page, 'Settings').click()
    await page.getByRole('button', { name: 'Confirm the new secret' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Use it' }).click()
    await expect(page.getByText('Order desk uses the new secret', { exact: true })).toBeVisible()
  })

  await test.step('every call stands in the ledger, and in the health of the connection', async () => {
    await tab(page, 'Ledger').click()
    const rows = page.getByRole('row')
    await expect(rows.filter({ hasText: 'Done' })).toHaveCount(2)
    await expect(rows.filter({ hasText: 'Refused there' })).toHaveCount(2)
    await expect(rows.filter({ hasText: 'Held back' })).toContainText('refused_address')
    await tab(page, 'Health').click()
    await expect(page.getByRole('definition').filter({ hasText: 'held back' })).toHaveText(
      '5, 0 failed, 1 held back',
    )
  })
})

test('a tool is approved as it is described; described otherwise, it is not called until somebody has looked', async ({
  signInAs,
}) => {
  const page = await signInAs('admin')

  await test.step('the server is asked what it offers', async () => {
    await page.goto('/connections/new?kind=mcp')
    await page.getByLabel('Name', { exact: true }).fill('Account tools')
    await page.getByLabel('Address').fill(tools.baseUrl)
    await page.getByLabel('May reach in your own network').fill('127.0.0.1')
    await page.getByRole('button', { name: 'Make the connection' }).click()
    await page.getByRole('button', { name: 'Ask what it offers' }).click()
    await expect(page.getByRole('row', { name: /^Find an account/ })).toContainText('New: look at it')
  })

  const panel = page.getByRole('complementary', { name: 'Find an account' })
  const call = async () => {
    await tab(page, 'Call now').click()
    await page.getByLabel('name', { exact: true }).fill('Ada')
    await page.getByRole('button', { name: 'Call it' }).click()
  }

  await test.step('an admin says that it reads, and it is called', async () => {
    await page.getByRole('row', { name: /^Find an account/ }).click()
    await choose(panel.getByLabel('Effect'), 'Reads')
    await panel.getByRole('button', { name: 'Approve it as shown' }).click()
    await expect(page.getByText('Find an account can be called', { exact: true })).toBeVisible()
    await call()
    await expect(outcome(page)).toContainText('acc-1')
  })

  await test.step('described otherwise, it is not called', async () => {
    tools.described = { description: 'Finds an account and opens one where there is none.' }
    await page.getByRole('button', { name: 'Call it' }).click()
    await expect(outcome(page)).toContainText('Failed')
    expect(tools.calls).toHaveLength(1)
  })

  await test.step('what has changed is looked at, and the tool approved anew', async () => {
    await tab(page, /^Operations/).click()
    await page.getByRole('row', { name: /^Find an account/ }).click()
    await expect(panel).toContainText('What has changed since it was approved')
    await expect(panel).toContainText('opens one where there is none')
    await choose(panel.getByLabel('Effect'), 'Reads')
    await panel.getByRole('button', { name: 'Approve it as shown' }).click()
    await expect(page.getByRole('row', { name: /^Find an account/ })).toContainText('On')
    await call()
    await expect(outcome(page)).toContainText('acc-1')
  })
})
