import type { Page } from '@playwright/test'
import { templateFolders } from '@/server/templates/folders'
import { expect, test } from '../support/journey'
import { publish } from '../support/team'

/** The team that the studio shows, by name and slug. */
async function opened(page: Page, name: string): Promise<{ name: string; slug: string }> {
  await expect(page).toHaveURL(/\/teams\/(?!new)[a-z0-9-]+$/)
  const heading = page.getByRole('heading', { level: 1, name: new RegExp(`^${name}( \\d+)?$`) })
  await expect(heading).toBeVisible()
  return { name: await heading.innerText(), slug: new URL(page.url()).pathname.split('/').at(-1) ?? '' }
}

for (const { document, agents, cases, systems } of templateFolders()) {
  test(`${document.name}: one click, proved, run in all its cases, published`, async ({
    signInAs,
    installation,
  }) => {
    const page = await signInAs('operator')

    await test.step('the gallery shows what it brings', async () => {
      await page.goto('/teams/new')
      await page.getByLabel('Find a template').fill(document.name)
      await page.getByRole('button', { name: document.name, exact: true }).click()
      const preview = page.getByRole('dialog', { name: document.name })
      await expect(preview.getByRole('group', { name: `Graph of ${document.name}` })).toBeVisible()
      const listed = (part: string) => preview.getByRole('region', { name: part }).getByRole('listitem')
      await expect(listed('Agents')).toHaveCount(agents.length)
      await expect(listed('Test cases')).toHaveCount(cases.length)
      await expect(listed('What it needs')).toHaveCount(systems.length)
      await page.keyboard.press('Escape')
      await expect(preview).toHaveCount(0)
    })

    const team = await test.step('one click makes it', async () => {
      await page.getByRole('button', { name: `Use ${document.name}` }).click()
      return opened(page, document.name)
    })

    await test.step('every proof holds', async () => {
      const [, held, all] =
        /(\d+) of (\d+) proofs hold/.exec(
          await page.getByText(/\d+ of \d+ proofs hold/).innerText({ timeout: 30_000 }),
        ) ?? []
      expect(held).toBe(all)
    })

    await test.step('all its cases go as they must', async () => {
      const said = await installation.baton('team', 'test', team.slug)
      for (const { name } of cases) expect(said).toContain(name)
    })

    await test.step('it is published', async () => {
      await page.reload()
      await publish(page, team.name, 1)
    })
  })
}

test('the gallery by keyboard: search, arrows, Enter', async ({ signInAs }) => {
  const page = await signInAs('operator')
  await page.goto('/teams/new')
  const cards = page
    .getByRole('list', { name: 'Templates' })
    .getByRole('heading', { level: 2 })
    .getByRole('button')
  await cards.first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(cards.nth(1)).toBeFocused()
  await page.keyboard.press('End')
  await expect(cards.last()).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('/')
  await page.keyboard.type('public sources')
  await expect(cards).toHaveCount(1)
  await cards.first().focus()
  await page.keyboard.press('Enter')
  await opened(page, 'Lead qualification and routing')
})
