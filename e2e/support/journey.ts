import { type Browser, type BrowserContextOptions, expect, test as base, type Page } from '@playwright/test'
import type { Profile } from '@/server/practice/crm-data'
import { accountFor } from './crm'
import { Installation, type Place, startInstallation } from './installation'
import { PLACE_VARIABLE } from './shared-place'
import { Watch } from './watch'

export type Person =
  'operator' | 'reviewer' | 'auditor' | 'admin' | 'operator, reviewer' | 'operator, reviewer, admin'

interface Own {
  /** An installation for this file alone, with these settings; else the one that all share. */
  own: Record<string, string> | undefined
  installation: Installation
}

interface Journey {
  watch: Watch
  /** The nth account that shows a case; another one when the journey is tried again, as what was written stays. */
  accountOf: (profile: Profile, nth: number) => string
  /** A browser of its own for one of the practice accounts, signed in by its button. */
  signInAs: (person: Person, options?: BrowserContextOptions) => Promise<Page>
}

/** `test` of every journey: an installation, people in their browsers, and nothing that goes wrong unseen. */
export const test = base.extend<Journey, Own>({
  own: [undefined, { option: true, scope: 'worker' }],
  installation: [
    async ({ own }, use) => {
      if (!own) return use(new Installation(JSON.parse(process.env[PLACE_VARIABLE] ?? '{}') as Place))
      const { place, stop } = await startInstallation(own)
      try {
        await use(new Installation(place))
      } finally {
        await stop()
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ installation }, use) => use(installation.address),
  watch: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its pattern
    async ({}, use) => {
      const watch = new Watch()
      await use(watch)
      watch.check()
    },
    { auto: true },
  ],
  // eslint-disable-next-line no-empty-pattern -- as above
  accountOf: async ({}, use, { retry }) => {
    await use((profile, nth) => accountFor(profile, nth + retry * (profile === 'normal' ? 100 : 4)))
  },
  context: async ({ context, watch }, use) => {
    await watch.on(context)
    await use(context)
  },
  signInAs: async ({ browser, watch, installation }, use) => {
    const pages: Page[] = []
    await use(async (person, options) => {
      const page = await openBrowser(browser, watch, { baseURL: installation.address, ...options })
      pages.push(page)
      await signIn(page, person)
      return page
    })
    for (const page of pages) await page.context().close()
  },
})

export { expect }

async function openBrowser(browser: Browser, watch: Watch, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  await watch.on(context)
  return context.newPage()
}

/** By the practice button, as people do. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-in')
  const name = new RegExp(`^${person} `, 'i')
  await page.getByRole('region', { name: 'Practice as' }).getByRole('button', { name }).click()
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
}

/** To another screen by the navigation. */
export async function goTo(page: Page, screen: string): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main' })
  // Behind the name may stand how much waits there.
  await navigation.getByRole('link', { name: new RegExp(`^${screen}( \\d+)?$`) }).click()
  await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible()
}
