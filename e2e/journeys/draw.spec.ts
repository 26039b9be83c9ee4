import { openDeal } from '../support/crm'
import { expect, test } from '../support/journey'
import { choose, leave, Studio } from '../support/studio'

const PRIORITIES = ['low', 'medium', 'high']

test('a team is drawn from an empty canvas, mended, published and run', async ({
  accountOf,
  installation,
  signInAs,
}, { retry }) => {
  test.slow()
  const crm = await installation.crm()
  const deal = openDeal(await crm.deals(accountOf('normal', 60)))
  const page = await signInAs('operator')
  const studio = new Studio(page)
  const agentName = `Noter ${retry}`
  let slug = ''
  /** Contracts are known to the whole workspace by their names. */
  const named = (what: string) => `${slug.replaceAll('-', '_')}.${what}`
  const publish = page.getByRole('button', { name: 'Publish', exact: true })

  await test.step('an empty canvas', async () => {
    await page.goto('/teams/new')
    await page.getByRole('button', { name: 'Empty canvas' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(`Deal notes ${retry}`)
    await page.getByRole('button', { name: 'Open the studio' }).click()
    await expect(page).toHaveURL(/\/teams\/deal-notes/)
    slug = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  })

  await test.step('a trigger with its contract', async () => {
    await page.getByRole('region', { name: 'Canvas' }).getByRole('button', { name: 'Add a trigger' }).click()
    const trigger = studio.node('Trigger')
    await studio.newContract(trigger.getByRole('button', { name: 'New contract' }), named('request'), [
      { name: 'deal_id', type: 'Text', choices: [deal.id] },
      { name: 'amount', type: 'Whole number' },
    ])
    await expect(trigger.getByLabel('Starts with')).toContainText(`${named('request')} 1`)
    await trigger.getByLabel('Title of a run').fill('Deal {{ trigger.deal_id }}')
    await leave(trigger.getByLabel('Title of a run'))
  })

  await test.step('an agent by its key, with what it hands on', async () => {
    await studio.select('Trigger')
    await studio.press('a')
    const dialog = page.getByRole('dialog', { name: 'New agent' })
    await dialog.getByLabel('Name').fill(agentName)
    await dialog.getByLabel('Job').fill('Writes down what a deal needs next.')
    await choose(dialog.getByLabel('Autonomy'), '3')
    await dialog.getByRole('button', { name: 'Add the agent' }).click()
    const agent = studio.node(agentName)
    await agent.getByLabel('Slot').fill('note')
    await leave(agent.getByLabel('Slot'))
    await choose(agent.getByLabel('Takes up'), `${named('request')} 1`)
    await studio.newContract(agent.getByRole('button', { name: 'New contract' }).last(), named('note'), [
      { name: 'next_step', type: 'Text' },
      { name: 'priority', type: 'Text', choices: [...PRIORITIES, 'urgent'] },
    ])
  })

  await test.step('a gate with a rule, an action behind it, and an end', async () => {
    const gate = await studio.add('c', 'Checks')
    await gate.getByRole('button', { name: 'Add a rule' }).click()
    await gate.getByLabel('Stops when').fill('trigger.amount > 1000')
    await leave(gate.getByLabel('Stops when'))
    const action = await studio.add('e', 'Update')
    await choose(action.getByLabel('Connection'), 'Practice CRM')
    await choose(action.getByLabel('Method'), 'PATCH')
    for (const [field, value] of [
      ['Path', '/deals/{{ trigger.deal_id }}'],
      ['Says to a reviewer', 'Update {{ trigger.deal_id }}'],
    ] as const) {
      await action.getByLabel(field, { exact: true }).fill(value)
      await leave(action.getByLabel(field, { exact: true }))
    }
    for (const [nth, name] of ['next_step', 'priority'].entries()) {
      await action.getByRole('button', { name: 'Add a field' }).click()
      const labelled = action.getByLabel('Name', { exact: true }).nth(nth + 1)
      await labelled.fill(name)
      await leave(labelled)
      await action.getByLabel('Sends').nth(nth).fill(`note.${name}`)
      await leave(action.getByLabel('Sends').nth(nth))
    }
    await studio.newContract(action.getByRole('button', { name: 'New contract' }).first(), named('update'), [
      { name: 'next_step', type: 'Text' },
      { name: 'priority', type: 'Text', choices: PRIORITIES },
    ])
    await studio.add('d', 'Written')
  })

  await test.step('a person for what the rule asks about', async () => {
    await studio.select('Checks')
    const person = await studio.add('h', 'Lead decides')
    await person.getByLabel('The question').fill('Write this into the CRM?')
    await leave(person.getByLabel('The question'))
    await page.getByRole('button', { name: 'Lay out' }).click()
    await page.getByRole('button', { name: 'Fit', exact: true }).click()
  })

  await test.step('a handoff that does not fit is refused, with a counterexample', async () => {
    await expect(studio.problems).toContainText(/\d errors?/)
    await expect(publish).toBeDisabled()
    const api = await installation.api('operator')
    expect(await api.send('POST', `/teams/${slug}/publish`, {})).toMatchObject({ status: 422 })
    await studio.drag('Person Lead decides', 'approved', 'Action Update')
    await expect(studio.handoff('Lead decides to Update')).toHaveCount(0)
    await studio.handoff('Checks to Update').click()
    const inspector = page.getByRole('complementary', { name: 'Handoff' })
    await expect(inspector).toContainText('Does not fit')
    await expect(inspector.getByLabel(/^Counterexample: /)).toContainText('"priority": "urgent"')
  })

  await test.step('it is mended, and drawn by mouse', async () => {
    const inspector = page.getByRole('complementary', { name: 'Handoff' })
    await inspector
      .getByRole('button', { name: /^Apply: / })
      .first()
      .click()
    await expect(inspector).toContainText('Fits')
    await studio.drag('Person Lead decides', 'approved', 'Action Update')
    await expect(studio.handoff('Lead decides to Update')).toHaveCount(1)
    await expect(studio.problems).not.toContainText(/\d errors?/)
  })

  await test.step('undone, done again, and kept over a reload', async () => {
    await studio.press('ControlOrMeta+z')
    await expect(studio.handoff('Lead decides to Update')).toHaveCount(0)
    await studio.press('ControlOrMeta+Shift+z')
    await expect(studio.handoff('Lead decides to Update')).toHaveCount(1)
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
    await page.reload()
    await expect(studio.handoff('Lead decides to Update')).toHaveCount(1)
    await expect(publish).toBeEnabled()
  })

  await test.step('published and run', async () => {
    await publish.click()
    const dialog = page.getByRole('dialog', { name: `Publish Deal notes ${retry} v1` })
    await dialog.getByLabel('What changed and why').fill('The first one')
    await dialog.getByRole('button', { name: 'Publish v1' }).click()
    await expect(dialog).toHaveCount(0)
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const form = page.getByRole('dialog', { name: `Run Deal notes ${retry} v1` })
    await choose(form.getByRole('combobox', { name: /^deal.id/i }), deal.id)
    await form.getByLabel(/^Amount/).fill('500')
    await form.getByRole('button', { name: 'Start the run' }).click()
    await expect(studio.overlay).toContainText('Done')
    await expect(studio.card('Action Update')).toContainText('Done')
    expect(await crm.writesTo(deal.id)).toMatchObject([
      { status: 200, body: { priority: expect.any(String) } },
    ])
  })
})
