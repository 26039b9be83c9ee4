import { expect, test } from '../support/journey'
import { MODELS, startModelServer, type ModelServer } from '../support/model-server'
import { choose } from '../support/studio'
import { refusal } from '../support/watch'

// A real model takes the sandbox's place for the whole workspace.
test.use({ own: {} })

let provider: ModelServer
test.beforeAll(async () => {
  provider = await startModelServer()
})
test.afterAll(() => provider.close())

test('paste a key, and real models answer; one over its limit gives way to the next', async ({
  accountOf,
  installation,
  signInAs,
  watch,
}) => {
  const api = await installation.api('operator')
  const page = await signInAs('admin')
  const navigation = page.getByRole('navigation', { name: 'Main' })

  await test.step('a wrong key is refused and nothing is stored', async () => {
    await navigation.getByRole('link', { name: 'Paste a key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Paste a key' })
    await dialog.getByLabel('Key', { exact: true }).fill('sk-wrong')
    await dialog.getByLabel('Address').fill(provider.baseUrl)
    await dialog.getByLabel('Name').fill('Our provider')
    watch.expect(refusal(422), refusal(400))
    await dialog.getByRole('button', { name: 'Save and call it now' }).click()
    await expect(dialog.getByText(/refused the key/)).toBeVisible()
    await expect(dialog.getByLabel('Address')).toHaveValue(provider.baseUrl)
    await dialog.getByLabel('Key', { exact: true }).fill(provider.key)
    await dialog.getByRole('button', { name: 'Save and call it now' }).click()
  })

  await test.step('a server of one’s own has no list price, so it is stated and each model tried', async () => {
    const dialog = page.getByRole('dialog', { name: 'The key works' })
    await expect(dialog).toContainText('No price is known for house-one, house-two.')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByRole('region', { name: 'Our provider' })).toContainText('key stored')
    await expect(navigation.getByText('sandbox, no AI')).toBeVisible()
    for (const model of MODELS) {
      await page.getByRole('row', { name: new RegExp(`^${model} `) }).click()
      const panel = page.getByRole('complementary', { name: `Model ${model}` })
      // Of the agents of the seeded team some may use small models only, without anybody's leave.
      await choose(panel.getByLabel('Tier'), 'small')
      await panel.getByLabel('In, $ for 1M tokens').fill('1.50')
      await panel.getByLabel('Out, $ for 1M tokens').fill('6')
      await panel.getByRole('button', { name: 'Save and turn on' }).click()
      await expect(page.getByRole('row', { name: new RegExp(`^${model} .*\\$6\\.00`) })).toBeVisible()
      await expect(page.getByRole('switch', { name: `${model} is on` })).toBeChecked()
      // It shows as on while that is still being stored.
      await expect(async () => {
        await panel.getByRole('button', { name: 'Call', exact: true }).click()
        await expect(panel.getByRole('status')).toContainText('Called', { timeout: 1500 })
      }).toPass()
      await page.keyboard.press('Escape')
    }
  })

  await test.step('the sandbox is not used any more', async () => {
    await expect(navigation.getByText('sandbox, no AI')).toHaveCount(0)
  })

  await test.step('runs use the real models', async () => {
    provider.seen.length = 0
    const run = await api.startRun({ account_id: accountOf('normal', 0) })
    await api.waitForStatus(run, 'done')
    expect(provider.seen.length).toBeGreaterThan(3)
    await page.goto(`/runs/${run}`)
    const calls = page.getByRole('treegrid', { name: 'Steps' })
    await expect(calls.getByRole('row', { name: /^house-one/ }).first()).toBeVisible()
    await expect(page.getByRole('main')).not.toContainText(/sandbox/i)
  })

  await test.step('a model over its limit gives way to the next of its kind', async () => {
    provider.limited.add('house-one')
    provider.seen.length = 0
    const run = await api.startRun({ account_id: accountOf('normal', 1) })
    await api.waitForStatus(run, 'done')
    expect(provider.seen).toContainEqual({ model: 'house-one', status: 429 })
    const others = provider.seen.filter(({ status }) => status === 200).map(({ model }) => model)
    expect(new Set(others)).toEqual(new Set(['house-two']))
    await page.goto(`/runs/${run}`)
    const details = page.getByRole('complementary', { name: 'Details' })
    const graph = page.getByRole('group', { name: 'The team as it was when it ran' })
    await graph.getByRole('button', { name: 'Agent Collect dossier, Done' }).click()
    await expect(details).toContainText('house-two')
    await expect(details).toContainText(/fallback|fell back/i)
  })
})
