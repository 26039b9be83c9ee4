import { expect, type Locator, type Page } from '@playwright/test'

/** What starts a team by itself. */
export class TriggersPage {
  private constructor(
    readonly page: Page,
    private readonly slug: string,
  ) {}

  static async open(page: Page, slug: string): Promise<TriggersPage> {
    const opened = new TriggersPage(page, slug)
    await opened.reopen()
    return opened
  }

  async reopen(): Promise<void> {
    await this.page.goto(`/teams/${this.slug}/triggers`)
    await expect(this.page.getByRole('heading', { name: 'Triggers', level: 1 })).toBeVisible()
  }

  row(name: string): Locator {
    return this.page.getByRole('row', { name: new RegExp(`^${name} `) })
  }

  /** Makes one by its form, which `fill` completes. @returns its panel, which is then open */
  async make(
    kind: 'Webhook' | 'Schedule' | 'Form',
    name: string,
    fill: (form: Locator) => Promise<void> = async () => undefined,
  ): Promise<Locator> {
    await this.page.getByRole('button', { name: 'New trigger' }).first().click()
    await this.page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).click()
    const form = this.page.getByRole('complementary', { name: `New ${kind.toLowerCase()}` })
    await form.getByLabel('Name', { exact: true }).fill(name)
    await fill(form)
    await form.getByRole('button', { name: 'Make the trigger' }).click()
    const panel = this.page.getByRole('complementary', { name, exact: true })
    await expect(panel).toBeVisible()
    return panel
  }
}
