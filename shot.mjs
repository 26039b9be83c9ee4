import { chromium } from 'playwright-core'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const context = await browser.newContext({ baseURL: 'http://127.0.0.1:4817', viewport: { width: 1440, height: 1500 }, colorScheme: process.argv[2] ?? 'light', reducedMotion: 'reduce' })
const page = await context.newPage()
page.on('pageerror', (e) => console.log('pageerror', e.message))
page.setDefaultTimeout(90000)
await page.goto('/sign-in')
await page.getByRole('region', { name: 'Practice as' }).getByRole('button', { name: /^operator, reviewer/i }).click()
await page.waitForURL('/')
await page.goto('/teams/sales-operations')
await page.waitForTimeout(6000)
const nodes = await page.locator('.react-flow__node').all()
console.log(nodes.length)
for (const node of nodes) { const t = await node.innerText(); if (/draft|propos|writ/i.test(t)) { await node.click({ force: true }); break } }
await page.waitForTimeout(1500)
for (const name of ['Limit what it is shown', 'May ask back']) {
  const s = page.getByRole('switch', { name })
  if (await s.count()) await s.click(); else console.log('no switch', name)
  await page.waitForTimeout(800)
}
const title = page.getByText('Limit what it is shown').first()
if (await title.count()) await title.scrollIntoViewIfNeeded()
await page.waitForTimeout(1000)
await page.screenshot({ path: `/tmp/rb-form-${process.argv[2] ?? 'light'}.png` })
for (const name of ['Limit what it is shown', 'May ask back']) { const s = page.getByRole('switch', { name }); if (await s.count()) await s.click(); await page.waitForTimeout(500) }
await browser.close()
