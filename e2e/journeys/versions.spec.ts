import type { Page } from '@playwright/test'
import { expect, goTo, test } from '../support/journey'
import { choose, leave, Studio } from '../support/studio'
import { leaveUntested, publish } from '../support/team'

// Environments and the second person are the workspace's: not in one that others use.
test.use({ own: {} })

const NAME = 'Sales operations'
const versionsOf = (page: Page) => page.getByRole('region', { name: 'Versions of the team' })
/** A row of the list by what it begins with: `v2`. */
const row = (page: Page, begins: string) =>
  versionsOf(page)
    .getByRole('listitem')
    .getByRole('button', { name: new RegExp(`^${begins}\\b`) })
const saved = (page: Page) => expect(page.getByText(/^Saved /)).toBeVisible()

async function setGoal(page: Page, goal: string): Promise<void> {
  const field = page.getByRole('complementary', { name: 'Team' }).getByLabel('Goal')
  await field.fill(goal)
  await leave(field)
}

test('versions are compared, restored and promoted, and a second person agrees to one', async ({
  signInAs,
}) => {
  test.slow()
  const page = await signInAs('operator')
  const studio = new Studio(page)

  await test.step('a second version', async () => {
    await page.goto('/teams/sales-operations')
    await setGoal(page, 'Every deal has a next step.')
    const node = await studio.select('Collect dossier')
    await node.getByLabel('Name', { exact: true }).first().fill('Gather the dossier')
    await leave(node.getByLabel('Name', { exact: true }).first())
    await publish(page, NAME, 2)
    await expect(page.getByText('As v2 runs')).toBeVisible()
  })

  await test.step('what it changed, drawn and as text', async () => {
    // The dialog that has just gone gives the focus back, in between it may be in a field.
    await expect(async () => {
      await studio.press('Shift+V')
      await expect(versionsOf(page)).toBeVisible({ timeout: 2000 })
    }).toPass()
    await expect(row(page, 'v2')).toContainText('what runs now')
    await expect(row(page, 'v1')).toContainText('As seeded')
    const changes = page.getByRole('list', { name: 'Changes' })
    await expect(changes.getByRole('button')).toHaveCount(2)
    const drawn = page.getByRole('region', { name: 'Both sides drawn' })
    await expect(drawn.getByRole('group', { name: 'Agent Gather the dossier' })).toContainText('changed')
    await studio.press('j')
    await expect(changes.getByRole('button', { expanded: true })).toContainText(NAME)
    await studio.press('j')
    await expect(changes.getByRole('button', { expanded: true })).toContainText('Gather the dossier')
    await expect(changes.locator('del')).toHaveText('Collect dossier')
    await expect(changes.locator('ins')).toHaveText('Gather the dossier')
    await studio.press('t')
    const text = page.getByRole('region', { name: 'Changes as text' })
    await expect(text).toContainText('Every deal has a next step.')
    await expect(text).toContainText('What runs notice')
  })

  await test.step('the first is restored by one edit, which one undo takes back', async () => {
    await row(page, 'v1').click()
    await page.getByRole('button', { name: 'Restore…' }).click()
    const asks = page.getByRole('alertdialog', { name: 'Restore v1 into the draft?' })
    await expect(asks).toContainText('2 things in the draft are replaced')
    await asks.getByRole('button', { name: 'Restore v1' }).click()
    await expect(studio.card('Agent Collect dossier')).toBeVisible()
    await expect(page.getByText('Draft after v2')).toBeVisible()
    await saved(page)
    await studio.press('Control+z')
    await expect(studio.card('Agent Gather the dossier')).toBeVisible()
    await expect(page.getByText('As v2 runs')).toBeVisible()
  })

  await test.step('an admin adds an environment and asks for a second person', async () => {
    const admin = await signInAs('admin')
    await goTo(admin, 'Settings')
    await admin.getByRole('button', { name: 'Add an environment' }).click()
    await admin.getByRole('dialog').getByLabel('Name').fill('Staging')
    await admin.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
    await expect(admin.getByRole('row', { name: /^Staging staging nothing/ })).toBeVisible()
    await admin.getByRole('switch', { name: /second person/ }).click()
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Ask from now on' }).click()
    await expect(admin.getByRole('switch', { name: /second person/ })).toBeChecked()
  })

  await test.step('publishing is a proposal now', async () => {
    await page.reload()
    await setGoal(page, 'No deal without a next step.')
    const button = page.getByRole('button', { name: 'Publish', exact: true })
    await expect(button).toBeEnabled()
    await button.click()
    const dialog = page.getByRole('dialog', { name: `Propose ${NAME} v3` })
    await dialog.getByLabel('What changed and why').fill('A clearer goal')
    await leaveUntested(dialog)
    await dialog.getByRole('button', { name: 'Propose v3' }).click()
    await expect(dialog).toHaveCount(0)
    await studio.press('Shift+V')
    await row(page, 'Proposed').click()
    await expect(page.getByRole('button', { name: 'Withdraw…' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Approve…' })).toHaveCount(0)
  })

  await test.step('somebody else sees what it changes and agrees', async () => {
    const reviewer = await signInAs('reviewer')
    await reviewer.getByRole('link', { name: new RegExp(`^Approve a version of ${NAME}`) }).click()
    await expect(reviewer.getByRole('heading', { name: 'Proposed as v3' })).toBeVisible()
    await expect(reviewer.getByRole('list', { name: 'Changes' }).getByRole('button')).toHaveCount(1)
    await reviewer.getByRole('button', { name: 'Approve…' }).click()
    const dialog = reviewer.getByRole('dialog', { name: `Publish ${NAME} v3?` })
    await dialog.getByLabel('Note').fill('Agreed')
    await dialog.getByRole('button', { name: 'Approve and publish v3' }).click()
    await expect(row(reviewer, 'v3')).toContainText('Staging')
    await expect(row(reviewer, 'v2')).toContainText('Production')
  })

  await test.step('it is promoted', async () => {
    await row(page, 'v3').click()
    await page.getByRole('button', { name: 'Promote to Production…' }).click()
    const dialog = page.getByRole('dialog', { name: `Promote ${NAME} v3 to Production?` })
    await expect(dialog).toContainText('New runs in Production take v3 instead of v2.')
    await dialog.getByLabel('Why').fill('Seen in staging')
    await dialog.getByRole('button', { name: 'Promote v3' }).click()
    await expect(row(page, 'v3')).toContainText('Production')
    await row(page, 'v2').click()
    await expect(page.getByText('One person alone published it.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Make it current…' })).toHaveCount(0)
  })

  await test.step('one from before a second person was asked for needs the word of one too', async () => {
    const address = `${new URL(page.url()).pathname}?versions=1`
    const reviewer = await signInAs('reviewer')
    await reviewer.goto(address)
    await row(reviewer, 'v2').click()
    await reviewer.getByRole('button', { name: 'Agree to it…' }).click()
    await reviewer.getByRole('alertdialog').getByRole('button', { name: 'Agree to v2' }).click()
    await expect(reviewer.getByRole('alertdialog')).toHaveCount(0)
    await page.goto(address)
    await row(page, 'v2').click()
    await page.getByRole('button', { name: 'Make it current…' }).click()
    await expect(page.getByRole('menuitem', { name: 'Go back to it in Staging…' })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('a run says where it ran', async () => {
    await page.getByRole('button', { name: 'Back to the canvas' }).click()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const run = page.getByRole('dialog', { name: `Run ${NAME} v3` })
    await choose(run.getByLabel('Environment'), 'Staging')
    await run.getByRole('button', { name: 'Start the run' }).click()
    await page.goto('/runs?environment=staging')
    await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(2)
  })

  await test.step('one admin asks to go on without a second person; until another agrees nothing changes', async () => {
    const admin = await signInAs('admin')
    await goTo(admin, 'Settings')
    const asked = admin.getByRole('switch', { name: /second person/ })
    await asked.click()
    const dialog = admin.getByRole('dialog', { name: 'Ask to go on without a second person' })
    await expect(dialog).toContainText('Nobody else may agree to it yet.')
    await dialog.getByLabel('Why').fill('Two of three are away')
    await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
    await expect(admin.getByText(/^You asked for this to be turned off/)).toBeVisible()
    await expect(admin.getByRole('button', { name: 'Take it back' })).toBeVisible()
    await expect(admin.getByRole('button', { name: 'Decide…' })).toHaveCount(0)
    await expect(asked).toBeChecked()
    await goTo(admin, 'Members')
    await admin.getByRole('row', { name: /Mina Okonedo/ }).click()
    await admin.getByRole('checkbox', { name: 'Admin' }).click()
    await admin.getByRole('button', { name: 'Save roles' }).click()
    const other = await signInAs('operator, reviewer, admin')
    await goTo(other, 'Inbox')
    await other.getByRole('button', { name: /^Let one person publish/ }).click()
    const deciding = other.getByRole('dialog', { name: /^Let one person publish/ })
    await expect(deciding).toContainText('Two of three are away')
    await deciding.getByRole('button', { name: 'Agree and turn it off' }).click()
    await expect(deciding).toHaveCount(0)
    await goTo(admin, 'Settings')
    await expect(asked).not.toBeChecked()
  })
})
