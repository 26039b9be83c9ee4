import { expect, test } from '../support/journey'
import { startModelServer, type ModelServer } from '../support/model-server'
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

  await test.step('the right one is tried at once, and the sandbox is not used any more', async () => {
    const dialog = page.getByRole('dialog', { name: 'The key works' })
    await expect(dialog.getByRole('status')).toContainText('Called')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(navigation.getByText('sandbox, no AI')).toHaveCount(0)
    await expect(page.getByRole('region', { name: 'Our provider' })).toContainText('key stored')
  })

  await test.step('runs use the real models', async () => {
    provider.seen.length = 0
    const run = await api.startRun({ account_id: accountOf('normal', 0) })
    await api.waitForStatus(run, 'done')
    expect(provider.seen.length).toBeGreaterThan(3)
    await page.goto(`/runs/${run}`)
    const calls = page.getByRole('treegrid', { name: 'Steps' })
    await expect(calls.getByRole('row', { name: /^gpt-4/ }).first()).toBeVisible()
    await expect(page.getByRole('main')).not.toContainText(/sandbox/i)
  })

  await test.step('a model over its limit gives way to the next of its kind', async () => {
    const [small] = provider.seen
    if (!small) throw new Error('No model was asked.')
    provider.limited.add(small.model)
    provider.seen.length = 0
    const run = await api.startRun({ account_id: accountOf('normal', 1) })
    await api.waitForStatus(run, 'done')
    expect(provider.seen).toContainEqual({ model: small.model, status: 429 })
    const others = provider.seen.filter(({ status }) => status === 200).map(({ model }) => model)
    expect(others).not.toContain(small.model)
    await page.goto(`/runs/${run}`)
    const details = page.getByRole('complementary', { name: 'Details' })
    const graph = page.getByRole('group', { name: 'The team as it was when it ran' })
    await graph.getByRole('button', { name: 'Agent Collect dossier, Done' }).click()
    await expect(details).toContainText(small.model)
    await expect(details).toContainText(/fallback|fell back/i)
  })
})
