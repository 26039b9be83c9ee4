import { expect, type Locator, type Page } from '@playwright/test'

/** The page of one run. */
export class RunPage {
  readonly graph: Locator
  readonly details: Locator
  readonly steps: Locator
  /** What is said of the run as a whole, with its state. */
  readonly main: Locator

  private constructor(readonly page: Page) {
    this.graph = page.getByRole('group', { name: 'The team as it was when it ran' })
    this.details = page.getByRole('complementary', { name: 'Details' })
    this.steps = page.getByRole('treegrid', { name: 'Steps' })
    this.main = page.getByRole('main')
  }

  /** @param run its id, or the way to its page */
  static async open(page: Page, run: string): Promise<RunPage> {
    await page.goto(run.startsWith('/') ? run : `/runs/${run}`)
    const opened = new RunPage(page)
    await expect(opened.graph).toBeVisible()
    return opened
  }

  /** A card of the graph by kind, name, and how it stands: `Agent Write the note, 4 of 5, 1 failed`. */
  card(name: string | RegExp): Locator {
    return this.graph.getByRole('button', { name })
  }

  /** A part of the panel, by its heading. */
  part(title: string): Locator {
    const heading = this.page.getByRole('heading', { name: title, exact: true })
    return this.details.locator('section').filter({ has: heading }).last()
  }

  /** Opens what can be done with a run that is over. */
  async takeUp(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Take up…' }).click()
    return this.page.getByRole('dialog', { name: /^Take up “/ })
  }

  /** Waits until the run as a whole is said to stand so. */
  async expectState(word: string, limitMs = 10_000): Promise<void> {
    await expect(
      this.page
        .locator('[data-status]')
        .filter({ hasText: new RegExp(`^${word}$`) })
        .first(),
    ).toBeVisible({ timeout: limitMs })
  }
}
