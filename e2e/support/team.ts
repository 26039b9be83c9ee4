import { expect, type Locator, type Page } from '@playwright/test'

/** Makes a team from one of the pictures under Patterns and publishes it; the studio stays open. @returns its slug */
export async function teamFromPattern(page: Page, pattern: string, name: string): Promise<string> {
  await page.goto('/teams/new')
  await page.getByRole('radio', { name: /^Patterns/ }).click()
  await page.getByRole('button', { name: pattern, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: pattern })
  await dialog.getByLabel('Name of your team').fill(name)
  await dialog.getByRole('button', { name: 'Open the studio' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await publish(page, name, 1)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** Publishes what is drawn as the next version. */
export async function publish(page: Page, name: string, version: number): Promise<void> {
  const button = page.getByRole('button', { name: 'Publish', exact: true })
  await expect(button).toBeEnabled()
  await button.click()
  const dialog = page.getByRole('dialog', { name: `Publish ${name} v${version}` })
  await dialog.getByLabel('What changed and why').fill('By a journey')
  await leaveUntested(dialog)
  await dialog.getByRole('button', { name: `Publish v${version}` }).click()
  await expect(dialog).toHaveCount(0)
}

/** Says why test cases are left as they are, where the team has any that did not pass. */
export async function leaveUntested(dialog: Locator): Promise<void> {
  const none = dialog.getByText(/This team has no test case|(\d+) of \1 test cases passed/)
  const allTheSame = dialog.getByRole('checkbox', { name: 'Publish all the same' })
  await expect(none.or(allTheSame)).toBeVisible()
  if (!(await allTheSame.isVisible())) return
  await allTheSame.check()
  await dialog.getByLabel('Why', { exact: true }).fill('A journey is in a hurry')
}

/**
 * Starts a run of the first version by its form, which is filled with the contract's examples as it opens.
 * @returns the way to the run’s own page
 */
export async function startByForm(
  page: Page,
  name: string,
  fill: (form: Locator) => Promise<void> = async () => undefined,
): Promise<string> {
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: `Run ${name} v1` })
  await fill(dialog)
  await dialog.getByRole('button', { name: 'Start the run' }).click()
  await expect(dialog).toHaveCount(0)
  const link = page.getByRole('region', { name: 'Canvas' }).getByRole('link', { name: 'Open the run' })
  return (await link.getAttribute('href')) ?? ''
}
