import type { Api } from '../support/api'
import { Inbox } from '../support/inbox'
import { expect, test } from '../support/journey'
import { noteDesk, UNCLEAR } from '../support/note-desk'
import { RunPage } from '../support/run-page'

test('runs that failed are taken up: by a person, where they stopped, from the start, and several at once', async ({
  installation,
  signInAs,
}) => {
  test.slow()
  const [api, reviewer] = await Promise.all([installation.api('operator'), installation.api('reviewer')])
  // A new one at each try: a version is published once.
  const desk = `note-desk-${Date.now().toString(36)}`
  await installation.makeTeam(noteDesk(desk))
  const runs = await Promise.all(
    Array.from({ length: 4 }, (_, nth) => api.startRun({ ...UNCLEAR, product: `Table ${nth + 1}` }, desk)),
  )
  const [first = '', second = '', third = ''] = runs
  for (const run of runs) await giveUp(reviewer, run)
  const page = await signInAs('operator')
  const steps = (run: RunPage, name: RegExp) =>
    run.steps.getByRole('row', { name }).and(page.locator('[aria-level="1"]'))

  await test.step('to a person, who sees what there is so far', async () => {
    const run = await RunPage.open(page, first)
    await run.expectState('Ended by a person')
    const dialog = await run.takeUp()
    await expect(dialog.getByRole('radio', { name: 'From where it stopped' })).toBeChecked()
    await dialog.getByRole('radio', { name: 'To a person' }).check()
    await expect(dialog).toContainText('A person is asked again about Write the note')
    await dialog.getByLabel('Why, for the record').fill('Somebody may know the day')
    await dialog.getByRole('button', { name: 'Ask a person' }).click()
    await run.expectState('Waiting for a person')

    const { id } = await reviewer.openReview(first)
    const inbox = await Inbox.open(await signInAs('reviewer'), id)
    await expect(inbox.page.getByRole('region', { name: 'Why it stopped' })).toContainText('no day is known')
    await expect(inbox.page.getByRole('region', { name: 'Evidence' })).toContainText('Line')
    // Pressed once it only asks.
    await inbox.decide('r', 'The run is ended')
    await run.expectState('Ended by a person')
  })

  await test.step('from the step that failed, in the same version: it fails there again, and only there', async () => {
    const run = await RunPage.open(page, second)
    const dialog = await run.takeUp()
    await expect(dialog).toContainText('What was done before stays done and is not done again.')
    await dialog.getByRole('button', { name: 'Go on', exact: true }).click()
    await run.expectState('Waiting for a person')
    await expect(steps(run, /^Look it up/)).toHaveCount(1)
    await expect(run.card(/^Agent Look it up, Done$/)).toBeVisible()
  })

  await api.publish(desk, noteDesk(desk, 'deputy').document)

  await test.step('from the step that failed, in the version of today', async () => {
    const run = await RunPage.open(page, first)
    const dialog = await run.takeUp()
    await expect(dialog.getByRole('radio', { name: 'v1, which it ran' })).toBeChecked()
    await dialog.getByRole('radio', { name: 'v2, which is published now' }).check()
    await expect(dialog).toContainText('The same run goes on in v2, at Write the note')
    await dialog.getByRole('button', { name: 'Go on', exact: true }).click()
    await run.expectState('Done')
    await expect(run.card(/^Agent Look it up, Done$/)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(run.part('Taken up')).toContainText('in v2 from then on and v1 until then')
  })

  await test.step('from the start, as a new run', async () => {
    const run = await RunPage.open(page, third)
    const dialog = await run.takeUp()
    await dialog.getByRole('radio', { name: 'From the start' }).check()
    await dialog.getByRole('radio', { name: 'v2, which is published now' }).check()
    await expect(dialog).toContainText('This one stays as it is.')
    await dialog.getByRole('button', { name: 'Start a new run' }).click()
    await expect(page).not.toHaveURL(new RegExp(third))
    await run.expectState('Done')
    await page.keyboard.press('Escape')
    await run.part('Taken up').getByRole('link', { name: 'an earlier run' }).click()
    await expect(page).toHaveURL(new RegExp(third))
    await run.expectState('Ended by a person')
  })

  await test.step('several at once, from the list', async () => {
    await page.goto(`/runs?team=${desk}&status=failed`)
    const list = page.getByRole('table', { name: 'Runs' })
    await expect(list.getByRole('checkbox', { name: /^Mark Table/ })).toHaveCount(2)
    await list.getByRole('checkbox', { name: 'Mark all runs that are not done' }).check()
    await page.getByRole('button', { name: 'Take up 2…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Take up 2 runs?' })
    await dialog.getByRole('radio', { name: /^The one that is published now/ }).check()
    await dialog.getByRole('button', { name: 'Take up 2 runs' }).click()
    const taken = page.getByRole('dialog', { name: '2 runs taken up' })
    await expect(taken.getByRole('link', { name: 'It goes on' })).toHaveCount(2)
    await page.keyboard.press('Escape')
    await page.goto(`/runs?team=${desk}&status=done`)
    for (const nth of [1, 3, 4]) {
      const row = list.getByRole('row', { name: new RegExp(`Table ${nth} `) })
      // The third is there twice: itself, and once more from the start.
      await expect(row).toHaveCount(nth === 3 ? 2 : 1)
    }
  })
})

/** Once it waits for a person, who ends it. */
async function giveUp(reviewer: Api, run: string): Promise<void> {
  await reviewer.waitForStatus(run, 'waiting')
  const { id, digest } = await reviewer.openReview(run)
  const verdict = { decision: 'reject', digest, reason: 'Nobody knows the day' }
  expect(await reviewer.send('POST', `/reviews/${id}/verdict`, verdict)).toMatchObject({ status: 200 })
  await reviewer.waitForStatus(run, 'failed')
}
