import type { Page } from '@playwright/test'
import type { Api } from '../support/api'
import { expect, test } from '../support/journey'
import { tabTo } from '../support/keyboard'
import { CLEAR, noteDesk } from '../support/note-desk'
import { RunPage } from '../support/run-page'

/** How long a model takes: longer than it takes to stop a run inside its call on a machine that is busy. */
const CALL_MS = 8000
const DESK = 'note-desk'

// Calls that are long enough to be caught inside; and the workspace is stopped for everyone.
test.use({ own: { BATON_SANDBOX_DELAY_MS: String(CALL_MS) } })

test.beforeAll(({ installation }) => installation.makeTeam(noteDesk(DESK)))

for (const { what, person, screen, open, confirm, resume } of [
  {
    what: 'an agent',
    person: 'operator',
    screen: 'a',
    open: async (page: Page) => {
      // Keys of a page work once it is there.
      await page.getByRole('article').first().waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('Line reader')
      await tabTo(page.getByRole('article').getByRole('button', { name: 'Line reader' }))
      await page.keyboard.press('Enter')
      return page.getByRole('button', { name: 'Stop it…' })
    },
    confirm: 'Stop Line reader?',
    resume: { button: 'Let it work again…', dialog: 'Let Line reader work again?', confirm: 'Let it work' },
  },
  {
    what: 'a team',
    person: 'operator',
    screen: 's',
    open: async (page: Page) => page.getByRole('button', { name: `Stop… ${DESK}` }),
    confirm: `Stop ${DESK}?`,
    resume: { button: `Resume… ${DESK}`, dialog: `Resume ${DESK}?`, confirm: 'Resume it' },
  },
  {
    what: 'the workspace',
    person: 'admin',
    screen: 's',
    open: async (page: Page) => page.getByRole('button', { name: /^Stop… The whole workspace/ }),
    confirm: /^Stop the whole workspace/,
    resume: {
      button: /^Resume… The whole workspace/,
      dialog: /^Resume the whole workspace/,
      confirm: 'Resume it',
    },
  },
] as const) {
  test(`${what} is stopped by keyboard inside a model's call, held before that ends, and goes on`, async ({
    installation,
    signInAs,
  }) => {
    test.setTimeout(180_000)
    const api = await installation.api('operator')
    const page = await signInAs(person)
    await page.keyboard.press('g')
    await page.keyboard.press(screen)
    await tabTo(await open(page))
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog', { name: confirm })
    await tabTo(dialog.getByLabel('Reason'))
    await page.keyboard.type('It tells customers too much')
    const typed = dialog.getByRole('textbox', { name: /to go on$/ })
    if ((await typed.count()) > 0) {
      await tabTo(typed)
      await page.keyboard.type('Larkspur Sales')
    }
    const watcher = await signInAs('auditor')
    const id = await api.startRun(CLEAR, DESK)
    const run = await RunPage.open(watcher, id)
    await tabTo(dialog.getByRole('button', { name: 'Stop it' }))
    await inCall(api, id)
    await page.keyboard.press('Enter')
    // At the step whose model was asked, not at the one after it.
    await expect(run.main).toContainText('Held at Look it up:')
    await expect(run.main).toContainText('It goes on by itself once that is resumed.')
    await expect(dialog).toHaveCount(0)

    await tabTo(page.getByRole('button', { name: resume.button }))
    await page.keyboard.press('Enter')
    const again = page.getByRole('alertdialog', { name: resume.dialog })
    await expect(again.getByRole('button', { name: resume.confirm })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(again).toHaveCount(0)
    // Both its calls.
    await run.expectState('Done', 10 * CALL_MS)
  })
}

test('a run is cancelled inside a call of its model', async ({ installation, signInAs }) => {
  const api = await installation.api('operator')
  const page = await signInAs('operator')
  const id = await api.startRun(CLEAR, DESK)
  const run = await RunPage.open(page, id)
  await page.getByRole('button', { name: 'Cancel…' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Cancel “Table Rowan”?' })
  await expect(dialog).toContainText('Nothing has been written outside yet.')
  await dialog.getByLabel('Why, for the record').fill('The order was withdrawn')
  await inCall(api, id)
  await dialog.getByRole('button', { name: 'Yes, cancel the run' }).click()
  await run.expectState('Cancelled')
  await expect(run.main).toContainText('It was cancelled: The order was withdrawn.')
  // Before the model of the step before it had answered.
  await expect(run.card(/^Agent Write the note, Not reached/)).toBeVisible()
})

/** Once a model is being asked. */
async function inCall(api: Api, id: string): Promise<void> {
  await expect
    .poll(async () => (await api.run(id)).calls.some(({ status }) => status === 'reserved'), {
      intervals: [50],
    })
    .toBe(true)
}
