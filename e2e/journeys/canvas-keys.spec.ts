import type { Locator } from '@playwright/test'
import { expect, test } from '../support/journey'
import { tabTo } from '../support/keyboard'
import { boxOf, supplierTeam } from '../support/supplier-team'
import { Studio } from '../support/studio'

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
