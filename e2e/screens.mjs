// Pictures of every screen for the docs, light and dark, wide and narrow, from an installation that runs and has been used:
//   node e2e/screens.mjs FOLDER [ADDRESS]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const [folder, address = 'http://127.0.0.1:3000'] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node e2e/screens.mjs FOLDER [ADDRESS]')
  process.exit(2)
}

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } }
/** Examples that are pictured where a workspace has them, each with its last run. */
const PATTERNS = [
  'supplier-check',
  'order-confirmations',
  'product-text',
  'freight-quote',
  'renewal-offer',
  'complaint-priority',
  'market-brief',
  'invoice-reminder',
  'parcel-watch',
  'supplier-intake',
]
const SCREENS = {
  overview: '/',
  inbox: '/inbox',
  teams: '/teams',
  'new-team': '/teams/new',
  studio: '/teams/sales-operations',
  triggers: '/teams/sales-operations/triggers',
  'new-trigger': '/teams/sales-operations/triggers?trigger=new-schedule',
  contracts: '/contracts',
  runs: '/runs',
  record: '/record',
  costs: '/costs',
  agents: '/agents',
  models: '/models',
  connections: '/connections',
  'new-connection': '/connections/new?kind=smtp',
  policies: '/policies',
  workers: '/workers',
  members: '/members',
  settings: '/settings',
}

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  ...(process.env.PLAYWRIGHT_CHROMIUM ? { executablePath: process.env.PLAYWRIGHT_CHROMIUM } : {}),
  // Chromium's sandbox cannot be had as root, as in a container.
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) await shootAll(size, viewport, colorScheme)
}
await browser.close()

/** All screens in one size and scheme, then the first run, the first review, and a run over the studio, where there are any. */
async function shootAll(size, viewport, colorScheme) {
  const context = await browser.newContext({
    baseURL: address,
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  const shoot = async (name) => {
    await settle(page)
    await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) })
  }
  await page.goto('/sign-in')
  await shoot('sign-in')
  await page
    .getByRole('region', { name: 'Practice as' })
    .getByRole('button', { name: /^operator, reviewer/i })
    .click()
  await page.waitForURL('/')
  for (const [name, path] of Object.entries(SCREENS)) {
    await page.goto(path)
    await shoot(name)
  }
  const runs = await hrefs(page, '/runs?status=done', 'link', /^\/runs\/run_/)
  if (runs[0]) {
    await page.goto(runs[0])
    await shoot('run')
    await page.goto(`/teams/sales-operations?run=${runs[0].split('/').at(-1)}`)
    await shoot('studio-run')
  }
  for (const pattern of PATTERNS) await shootPattern(page, pattern, shoot, size)
  await page.goto('/inbox?show=all')
  await settle(page)
  const first = page.getByRole('main').getByRole('listitem').getByRole('button').first()
  if (await first.count()) {
    await first.click()
    await shoot('review')
  }
  await page.goto('/record')
  await settle(page)
  await page.getByRole('row').nth(1).click()
  await shoot('record-entry')
  await context.close()
}

/** A team's drawing, and its last run with its lanes opened. */
async function shootPattern(page, slug, shoot, size) {
  const [last] = await hrefs(page, `/runs?team=${slug}`, 'link', /^\/runs\/run_/)
  if (!last) return
  await page.goto(`/teams/${slug}`)
  await shoot(`studio-${slug}`)
  if (size === 'wide') {
    // The first is the trigger; the one after it shows the pattern's form. A phone reads and does not draw.
    await page.locator('.react-flow__node').nth(1).click()
    await shoot(`form-${slug}`)
  }
  await page.goto(last)
  await settle(page)
  const closed = page.getByRole('row', { expanded: false })
  if (await closed.count()) await closed.first().click()
  await shoot(`run-${slug}`)
}

async function hrefs(page, path, role, pattern) {
  await page.goto(path)
  await settle(page)
  const links = await page.getByRole('main').getByRole(role).all()
  const all = await Promise.all(links.map((link) => link.getAttribute('href')))
  return all.filter((href) => pattern.test(href ?? ''))
}

/** Until nothing on the page is still being read. */
async function settle(page) {
  await page.getByRole('heading', { level: 1 }).waitFor()
  const waiting = page.locator('[data-loading]')
  while (await waiting.count()) await waiting.first().waitFor({ state: 'hidden' })
}
