import { expect, test } from '../support/journey'
import { RunPage } from '../support/run-page'
import { choose, leave, Studio } from '../support/studio'
import { publish, startByForm } from '../support/team'

test('lanes, a join, a loop, a timer and a wait are drawn by palette and forms, proved, published and run', async ({
  installation,
  signInAs,
}, { retry }) => {
  test.slow()
  const page = await signInAs('operator')
  const api = await installation.api('operator')
  const studio = new Studio(page)
  const name = `Texts ${retry}`
  let slug = ''
  let agentName = ''
  /** Contracts are known to the whole workspace by their names. */
  const named = (what: string) => `${slug.replaceAll('-', '_')}.${what}`

  await test.step('an empty canvas and a trigger', async () => {
    await page.goto('/teams/new')
    await page.getByRole('button', { name: 'Empty canvas' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Open the studio' }).click()
    await expect(page).toHaveURL(/\/teams\/texts/)
    slug = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    agentName = `Writer of ${slug}`
    const trigger = await studio.place('Trigger', 'Start')
    await studio.newContract(trigger.getByRole('button', { name: 'New contract' }), named('wanted'), [
      { name: 'topic', type: 'Text' },
      { name: 'score', type: 'Whole number' },
    ])
  })

  await test.step('two ways at the same time: they come with an agent on each, and a join', async () => {
    await studio.place('Parallel', 'Both')
    for (const card of ['Parallel Both', 'Agent Agent', 'Agent Agent 2', 'Join Join'])
      await expect(studio.card(card)).toBeVisible()
    const first = await studio.select('Agent')
    await first.getByRole('button', { name: 'New agent' }).click()
    const dialog = page.getByRole('dialog', { name: 'New agent' })
    await dialog.getByLabel('Name').fill(agentName)
    await dialog.getByLabel('Job').fill('Writes texts.')
    await choose(dialog.getByLabel('Autonomy'), '3')
    await dialog.getByRole('button', { name: 'Add the agent' }).click()
    await choose(first.getByLabel('Takes up'), `${named('wanted')} 1`)
    await studio.newContract(first.getByRole('button', { name: 'New contract' }).last(), named('view'), [
      { name: 'view', type: 'Text' },
    ])
    const second = await studio.select('Agent 2')
    await choose(second.getByLabel('Agent', { exact: true }), agentName)
    await choose(second.getByLabel('Takes up'), `${named('wanted')} 1`)
    await choose(second.getByLabel('Hands on'), `${named('view')} 1`)
  })

  await test.step('behind the join a text, and a loop with a bound', async () => {
    await studio.select('Join')
    const write = await studio.place(agentName, 'Write')
    await choose(write.getByLabel('Takes up'), `${named('wanted')} 1`)
    await studio.newContract(write.getByRole('button', { name: 'New contract' }).last(), named('text'), [
      { name: 'text', type: 'Text' },
      { name: 'score', type: 'Whole number' },
    ])
    const loop = await studio.place('Loop', 'Good enough')
    await loop.getByLabel('Good enough when').fill('write.score >= 7')
    await leave(loop.getByLabel('Good enough when'))
    await loop.getByLabel('May go back').fill('2')
    await leave(loop.getByLabel('May go back'))
    await choose(loop.getByLabel('again'), 'Write')
    await expect(studio.problems).toContainText(/\d errors?/)
    await loop.getByLabel('Feedback').fill('Only {{ write.score }} of 10.')
    await leave(loop.getByLabel('Feedback'))
  })

  await test.step('a timer, a wait with its event and key, and the ends', async () => {
    const timer = await studio.place('Timer', 'Let it rest')
    await choose(timer.getByLabel('How long, unit'), 'second')
    await timer.getByLabel('How long', { exact: true }).fill('1')
    await leave(timer.getByLabel('How long', { exact: true }))
    const wait = await studio.place('Event', 'Until released')
    await wait.getByLabel('Event', { exact: true }).fill('text.released')
    await leave(wait.getByLabel('Event', { exact: true }))
    await wait.getByRole('checkbox', { name: 'It is told apart by a field' }).check()
    await wait.getByLabel('Key', { exact: true }).fill('start.topic')
    await leave(wait.getByLabel('Key', { exact: true }))
    await studio.place('End', 'Released')
    await studio.select('Good enough')
    const end = await studio.place('End', 'Not good enough')
    await choose(end.getByLabel('The run is then'), 'Rejected')
  })

  await test.step('all proofs hold, and it is published', async () => {
    await page.getByRole('button', { name: 'Lay out' }).click()
    await expect(studio.problems).toContainText(/(\d+) of \1 proofs hold/)
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
    await publish(page, name, 1)
  })

  await test.step('it runs: both ways, no round back, a rest, and the event it waits for', async () => {
    const topic = `${slug} lamps`
    const way = await startByForm(page, name, async (form) => {
      await form.getByLabel(/^Topic/).fill(topic)
      await form.getByLabel(/^Score/).fill('8')
    })
    await expect(studio.card('Wait for event Until released')).toContainText('Waits for its event')
    const event = { event: 'text.released', key: topic, data: {} }
    expect(await api.send('POST', '/events', event)).toMatchObject({ status: 201, body: { woke: 1 } })
    await expect(studio.overlay).toContainText('Done')
    const run = await RunPage.open(page, way)
    await expect(run.steps.getByRole('row', { name: /^Both 2 of 2/ })).toBeVisible()
    await expect(run.card(/^Agent Write, Done$/)).toBeVisible()
  })

  await test.step('what is never good enough goes back twice and no more', async () => {
    const id = await api.startRun({ topic: `${slug} chairs`, score: 3 }, slug)
    const run = await RunPage.open(page, id)
    await run.expectState('Done, rejected')
    await expect(run.card('Agent Write, Done, 3 times')).toBeVisible()
    await expect(run.card(/^End Not good enough, Done/)).toBeVisible()
  })
})
