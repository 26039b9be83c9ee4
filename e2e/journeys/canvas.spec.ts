import type { Locator, Page } from '@playwright/test'
import { parallelOpinions } from '@/prisma/seed/examples/parallel-opinions'
import type { Installation } from '../support/installation'
import { expect, test } from '../support/journey'
import { tabTo } from '../support/keyboard'
import { choose, leave, Studio } from '../support/studio'

/** A published team with a split, two opinions and their join, under an address of its own. */
async function supplierTeam(installation: Installation, key: string): Promise<string> {
  const document = { ...parallelOpinions.document, name: `Suppliers ${key}` }
  await installation.makeTeam({ ...parallelOpinions, key, document })
  return key
}

async function boxOf(card: Locator): Promise<{ x: number; y: number }> {
  const box = await card.boundingBox()
  if (!box) throw new Error('It is not in sight.')
  return { x: Math.round(box.x), y: Math.round(box.y) }
}

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

test('a team is drawn from nothing to published by keyboard alone', async ({ installation, signInAs }, {
  retry,
}) => {
  test.slow()
  const page = await signInAs('operator')
  const studio = new Studio(page)
  const { keyboard } = page
  const key = await supplierTeam(installation, `keys-${Date.now().toString(36)}-${retry}`)
  const palette = page.getByRole('complementary', { name: 'Palette' })

  /** Chooses in a list by its first letters. */
  const pick = async (field: Locator, words: string) => {
    await tabTo(field)
    await keyboard.press('Enter')
    await expect(page.getByRole('listbox')).toBeVisible()
    await keyboard.type(words)
    await keyboard.press('Enter')
    await expect(page.getByRole('listbox')).toHaveCount(0)
  }
  /** From the card that has the focus to its inspector, and back. */
  const inspect = async (name: string, act: (inspector: Locator) => Promise<void>) => {
    await expect(studio.node(name)).toBeVisible()
    await keyboard.press('Enter')
    await expect(studio.node(name).getByLabel('Name', { exact: true }).first()).toBeFocused()
    await act(studio.node(name))
    await keyboard.press('Escape')
  }

  await test.step('an empty canvas', async () => {
    await page.goto('/teams/new')
    await tabTo(page.getByRole('button', { name: 'Empty canvas' }))
    await keyboard.press('Enter')
    await tabTo(page.getByRole('dialog').getByLabel('Name'))
    await keyboard.type(`By keys ${key}`)
    await keyboard.press('Enter')
    await expect(page).toHaveURL(/\/teams\/by-keys/)
    await expect(page.getByText('Nothing is drawn yet').first()).toBeVisible()
  })

  await test.step('a trigger with a contract of another team', async () => {
    await keyboard.press('t')
    await expect(studio.card('Trigger Trigger')).toBeFocused()
    await inspect('Trigger', (trigger) => pick(trigger.getByLabel('Starts with'), 'supplier.application'))
    await expect(studio.card('Trigger Trigger')).toBeFocused()
  })

  await test.step('a contract of its own: a field is named where it is added, and Tab leaves the JSON', async () => {
    await inspect('Trigger', async (trigger) => {
      await tabTo(trigger.getByRole('button', { name: 'New contract' }))
      await keyboard.press('Enter')
      const editor = page.getByRole('region', { name: /^Contract / })
      await expect(editor.getByLabel('Name of the contract')).toBeFocused()
      await keyboard.press('ControlOrMeta+a')
      await keyboard.type('supplier.asked')
      await tabTo(editor.getByRole('button', { name: 'Add a field', exact: true }))
      await keyboard.press('Enter')
      await expect(editor.getByLabel('Name of field')).toBeFocused()
      await keyboard.type('supplier name')
      await keyboard.press('Enter')
      await expect(editor.getByLabel('Name of supplier_name')).toBeFocused()
      await tabTo(editor.getByLabel('JSON Schema'))
      await tabTo(editor.getByRole('button', { name: 'Add to the team' }))
      await keyboard.press('Enter')
      await expect(editor).toHaveCount(0)
      await expect(trigger.getByLabel('Starts with')).toContainText('supplier.asked 1')
      await pick(trigger.getByLabel('Starts with'), 'supplier.application')
    })
    await expect(studio.card('Trigger Trigger')).toBeFocused()
  })

  await test.step('three agents, one after the other', async () => {
    for (const agent of ['Retrieval', 'Enrichment', 'Drafting']) {
      await keyboard.press('/')
      await keyboard.press('ControlOrMeta+a')
      await keyboard.type(agent)
      await tabTo(palette.getByRole('button', { name: agent, exact: true }))
      await keyboard.press('Enter')
      await expect(studio.card(`Agent ${agent}`)).toBeFocused()
      await inspect(agent, (node) => pick(node.getByLabel('Hands on'), 'supplier.opinion '))
    }
    await expect(studio.handoff('Enrichment to Drafting')).toHaveCount(1)
  })

  await test.step('an end by itself, to which the last hands over', async () => {
    await expect(studio.card('Agent Drafting')).toBeFocused()
    await keyboard.press('Escape')
    await expect(page.getByRole('complementary', { name: 'Team', exact: true })).toBeVisible()
    await keyboard.press('d')
    await expect(studio.card('End End')).toBeFocused()
    await expect(studio.handoff('Drafting to End')).toHaveCount(0)
    await keyboard.press('ControlOrMeta+f')
    await keyboard.type('drafting')
    await keyboard.press('Enter')
    await keyboard.press('Escape')
    await expect(studio.card('Agent Drafting')).toBeFocused()
    await keyboard.press('s')
    await expect(page.getByRole('dialog', { name: 'Drafting hands over to' })).toBeVisible()
    await keyboard.type('end')
    await keyboard.press('Enter')
    await expect(studio.handoff('Drafting to End')).toHaveCount(1)
  })

  await test.step('moved by arrows, as one step of undo', async () => {
    const was = await boxOf(studio.card('End End'))
    for (let i = 0; i < 4; i++) await keyboard.press('ArrowRight')
    await expect.poll(async () => (await boxOf(studio.card('End End'))).x).toBeGreaterThan(was.x)
    await keyboard.press('ControlOrMeta+z')
    await expect.poll(() => boxOf(studio.card('End End'))).toEqual(was)
  })

  await test.step('the sheet of keys', async () => {
    await keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keys' })
    for (const what of ['Hand over to…', 'Find on the canvas', 'Align left', 'Group', 'Paste'])
      await expect(sheet.getByRole('listitem').filter({ hasText: what }).first()).toBeVisible()
    await keyboard.press('Escape')
    await expect(sheet).toHaveCount(0)
  })

  await test.step('published', async () => {
    await expect(studio.problems).not.toContainText(/\d errors?/)
    await keyboard.press('p')
    const dialog = page.getByRole('dialog', { name: /^Publish By keys/ })
    await tabTo(dialog.getByRole('button', { name: 'Publish v1' }))
    await keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(page.getByText('As v1 runs')).toBeVisible()
  })
})
