import { expect, type Locator, type Page } from '@playwright/test'

/** The inbox with one review open. */
export class Inbox {
  readonly verdict: Locator
  readonly effects: Locator
  readonly draft: Locator

  private constructor(
    readonly page: Page,
    private readonly review: string,
  ) {
    this.verdict = page.getByRole('region', { name: 'Verdict' })
    this.effects = page.getByRole('region', { name: 'What changes outside' })
    this.draft = page.getByRole('region', { name: 'Draft' })
  }

  static async open(page: Page, review: string): Promise<Inbox> {
    await page.goto(`/inbox?review=${review}`)
    const inbox = new Inbox(page, review)
    await expect(inbox.verdict).toBeVisible()
    return inbox
  }

  /** The row that is open. */
  get current(): Locator {
    return this.page.getByRole('listitem').locator('[aria-current=true]')
  }

  /** Presses the key of an act until it was taken, and reads what the console says was done. */
  async decide(key: 'a' | 'r' | 'b', done: string | RegExp): Promise<void> {
    const notices = this.page.getByRole('region', { name: /^Notifications/ })
    await expect(async () => {
      // A press within half a second of the review's coming is taken for one meant for another. And once it is decided
      // the next one opens, which is not ours.
      if (this.page.url().includes(this.review)) await this.page.keyboard.press(key)
      await expect(notices.getByText(done)).toBeVisible({ timeout: 1500 })
    }).toPass()
  }
}
