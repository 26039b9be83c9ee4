import type { Page } from '@playwright/test'
import { expect, test } from '../support/journey'
import { boxOf, supplierTeam } from '../support/supplier-team'
import { choose, leave, Studio } from '../support/studio'

async function emptyTeam(page: Page, name: string): Promise<void> {
  await page.goto('/teams/new')
  await page.getByRole('button', { name: 'Empty canvas' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Open the studio' }).click()
  await expect(page).toHaveURL(/\/teams\/(?!new)/)
}

test('three agents are drawn by mouse from nothing to published', async ({ signInAs }, { retry }) => {
  test.slow()
  const page = await signInAs('operator')
  const studio = new Studio(page)
  const tag = `mouse_${Date.now().toString(36)}`
  await emptyTeam(page, `Three by mouse ${tag} ${retry}`)

  await page.getByRole('region', { name: 'Canvas' }).getByRole('button', { name: 'Add a trigger' }).click()
  const trigger = studio.node('Trigger')
  await studio.newContract(trigger.getByRole('button', { name: 'New contract' }), `${tag}.request`, [
    { name: 'case_id', type: 'Text' },
  ])
  await studio.select('Trigger')
  let before = `${tag}.request 1`
  for (const [agent, name] of [
    ['Retrieval', 'Fetch'],
    ['Enrichment', 'Enrich'],
    ['Drafting', 'Write'],
  ] as const) {
    const node = await studio.place(agent, name)
    await choose(node.getByLabel('Takes up'), before)
    const contract = `${tag}.${name.toLowerCase()}`
    await studio.newContract(node.getByRole('button', { name: 'New contract' }).last(), contract, [
      { name: 'words', type: 'Text' },
    ])
    before = `${contract} 1`
    await studio.select(name)
  }
  await studio.add('d', 'Written')
  await expect(studio.handoff('Write to Written')).toHaveCount(1)
  await expect(studio.problems).not.toContainText(/\d errors?/)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: /^Publish Three by mouse/ })
  await dialog.getByRole('button', { name: 'Publish v1' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('As v1 runs')).toBeVisible()
})

test('cards are brought into line, grouped, found, copied to another team, and made a team of their own', async ({
  installation,
  signInAs,
}, { retry }) => {
  test.slow()
  const page = await signInAs('operator')
  const studio = new Studio(page)
  const key = await supplierTeam(installation, `suppliers-${Date.now().toString(36)}-${retry}`)
  const finance = studio.card('Agent Financial opinion')
  const logistics = studio.card('Agent Logistics opinion')
  const both = async () => {
    await studio.press('Escape')
    await finance.click()
    await logistics.click({ modifiers: ['Shift'] })
  }
  await page.goto(`/teams/${key}`)

  await test.step('aligned, and back', async () => {
    const was = await boxOf(logistics)
    await both()
    const selection = page.getByRole('complementary', { name: 'Selection' })
    await selection.getByRole('button', { name: 'Align left' }).click()
    await expect.poll(async () => (await boxOf(logistics)).x).toBe((await boxOf(finance)).x)
    await studio.press('ControlOrMeta+z')
    await expect.poll(() => boxOf(logistics)).toEqual(was)
  })

  await test.step('grouped, and moved by the name of the group', async () => {
    await both()
    await studio.press('ControlOrMeta+g')
    const group = page.getByRole('complementary', { name: 'Group Group' })
    await group.getByLabel('Name').fill('Opinions')
    await leave(group.getByLabel('Name'))
    const name = studio.canvas.getByRole('button', { name: 'Group Opinions, 2 nodes' })
    const [one, other] = [await boxOf(finance), await boxOf(logistics)]
    const at = await boxOf(name)
    await page.mouse.move(at.x + 8, at.y + 6)
    await page.mouse.down()
    await page.keyboard.down('Alt')
    await page.mouse.move(at.x + 20, at.y + 30, { steps: 4 })
    await page.mouse.move(at.x + 28, at.y + 46, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up('Alt')
    await expect.poll(async () => (await boxOf(finance)).y).toBeGreaterThan(one.y)
    const [now, then] = [await boxOf(finance), await boxOf(logistics)]
    expect(Math.abs(then.x - other.x - (now.x - one.x))).toBeLessThanOrEqual(1)
    expect(Math.abs(then.y - other.y - (now.y - one.y))).toBeLessThanOrEqual(1)
  })

  await test.step('found by what stands within', async () => {
    await studio.press('ControlOrMeta+f')
    const finder = page.getByRole('search', { name: 'On the canvas' })
    await page.keyboard.type('financially sound')
    await page.keyboard.press('Enter')
    await expect(finder.getByRole('status')).toContainText('1 of 1')
    await expect(studio.node('Financial opinion')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(finder).toHaveCount(0)
  })

  await test.step('a part that cannot be cut is refused with the reason', async () => {
    await studio.select('Two opinions')
    await studio.press('ControlOrMeta+Shift+e')
    const dialog = page.getByRole('dialog', { name: 'Make a team of these' })
    await expect(dialog).toContainText('These cannot be cut out')
    await expect(dialog).toContainText(/come together at|more than one way on/)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('a team of its own, called in its place, and undone as one step', async () => {
    await studio.select('Financial opinion')
    await studio.press('ControlOrMeta+Shift+e')
    const dialog = page.getByRole('dialog', { name: 'Make a team of these' })
    await dialog.getByLabel('Name').fill(`Finance desk ${key}`)
    await dialog.getByRole('button', { name: 'Make and publish the team' }).click()
    await expect(studio.card(`Team Finance desk ${key}`)).toBeVisible()
    await expect(studio.problems).not.toContainText(/\d errors?/)
    await studio.press('ControlOrMeta+z')
    await expect(finance).toBeVisible()
    const api = await installation.api('operator')
    expect(await api.get(`/teams/finance-desk-${key}`)).toMatchObject({
      status: 200,
      body: { published: { number: 1 } },
    })
  })

  await test.step('copied to another team as text', async () => {
    await studio.press('ControlOrMeta+a')
    await expect(page.getByRole('complementary', { name: 'Selection' })).toBeVisible()
    await studio.press('ControlOrMeta+c')
    await emptyTeam(page, `Copied ${key}`)
    await expect(page.getByText('Nothing is drawn yet').first()).toBeVisible()
    await studio.press('ControlOrMeta+v')
    await expect(finance).toBeVisible()
    await expect(studio.canvas.getByRole('button', { name: 'Group Opinions, 2 nodes' })).toBeVisible()
    await expect(studio.problems).not.toContainText(/\d errors?/)
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
  })

  await test.step('pasted into sight, wherever it was copied from', async () => {
    await studio.select('Financial opinion')
    await studio.press('ControlOrMeta+c')
    await studio.canvas.hover()
    await page.mouse.wheel(6000, 6000)
    await expect(finance).not.toBeInViewport()
    await studio.press('ControlOrMeta+v')
    await expect(studio.card('Agent Financial opinion 2')).toBeInViewport()
  })
})
