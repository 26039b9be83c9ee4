import type { Page } from '@playwright/test'
import type { TeamDocument } from '@/domain/team/document'
import { expect, goTo, test } from '../support/journey'
import { leave, Studio } from '../support/studio'
import { refusal } from '../support/watch'

/** Another's edit is there within about a second; the rest is for a machine that has much to do. */
const SOON = { timeout: 10_000 }

const saved = (page: Page) => expect(page.getByText(/^Saved /)).toBeVisible(SOON)

test('two people draw one team, through a broken line and a clash, and talk about it', async ({
  signInAs,
  watch,
}) => {
  test.slow()
  // Who is second is refused once and puts theirs on top; a broken line says so in the browser.
  watch.expect(refusal(409), /ERR_INTERNET_DISCONNECTED/, /ERR_NETWORK_CHANGED/, /Failed to fetch/)
  const name = `Two desks ${Date.now()}`
  const [first, second] = [await signInAs('operator'), await signInAs('operator, reviewer')]
  const slug = await emptyTeam(first, name)
  const mine = new Studio(first)
  await mine.place('End', 'Filed')
  await saved(first)

  await second.goto(`/teams/${slug}`)
  const theirs = new Studio(second)
  await expect(theirs.card('End Filed')).toBeVisible()

  // Each sees that the other is there, and what they have selected.
  const names = await Promise.all([first, second].map(nameOf))
  await expect(second.getByRole('list', { name: 'Also here' })).toContainText(names[0] ?? '', SOON)
  await expect(first.getByRole('list', { name: 'Also here' })).toContainText(names[1] ?? '', SOON)
  await expect(theirs.canvas.getByText(names[0] ?? '', { exact: true })).toBeVisible(SOON)

  // Both edit, both see both.
  await theirs.place('Trigger', 'Asked')
  await expect(mine.card('Trigger Asked')).toBeVisible(SOON)
  const timer = await mine.place('Timer', 'Pause')
  await expect(timer).toBeVisible()
  await expect(theirs.card('Timer Pause')).toBeVisible(SOON)

  // What was done here can be undone, and only that.
  await mine.press('Control+z')
  await mine.press('Control+z')
  await mine.press('Control+z')
  await expect(theirs.card('Timer Pause')).toHaveCount(0, SOON)
  await expect(mine.card('Trigger Asked')).toBeVisible()

  // The line breaks: edits stay, are said to be unsaved, outlive nothing but the line, and go out once it is back.
  await second.context().setOffline(true)
  await theirs.place('End', 'Refused')
  await expect(second.getByText(/Not yet saved/)).toBeVisible(SOON)
  await mine.place('End', 'Late')
  await saved(first)
  await expect(theirs.card('End Late')).toHaveCount(0)
  await second.context().setOffline(false)
  await expect(theirs.card('End Late')).toBeVisible({ timeout: 20_000 })
  await expect(mine.card('End Refused')).toBeVisible({ timeout: 20_000 })
  await saved(second)

  // Both name the same node while the line is broken: both names are shown, and one is chosen.
  await second.context().setOffline(true)
  const there = await theirs.select('Filed')
  await there.getByLabel('Name', { exact: true }).fill('Put away')
  await leave(there.getByLabel('Name', { exact: true }))
  await expect(second.getByText(/Not yet saved/)).toBeVisible(SOON)
  const here = await mine.select('Filed')
  await here.getByLabel('Name', { exact: true }).fill('Archived')
  await leave(here.getByLabel('Name', { exact: true }))
  await saved(first)
  await second.context().setOffline(false)
  const clash = second.getByRole('alert', { name: 'Changed by two' })
  await expect(clash).toContainText('Archived', { timeout: 20_000 })
  await expect(clash).toContainText('Put away')
  await expect(clash).toContainText(names[0] ?? '')
  await clash.getByRole('button', { name: 'Put mine over it' }).click()
  await expect(clash).toHaveCount(0)
  await expect(mine.card('End Put away')).toBeVisible(SOON)

  // A comment with a mention is found by the other where they look first.
  await mine.select('Put away')
  await first.getByRole('button', { name: /^Comments/ }).click()
  const panel = first.getByRole('complementary', { name: 'Comments' })
  const field = panel.getByLabel('Say something about Put away')
  await field.pressSequentially(`@${(names[1] ?? '').slice(0, 3)}`)
  await panel.getByRole('option', { name: names[1] ?? '' }).click()
  await field.pressSequentially('is this the right name?')
  await panel.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(panel.getByText('is this the right name?')).toBeVisible()
  await expect(second.getByRole('button', { name: /Comments, 1 open, you are mentioned/ })).toBeVisible(SOON)
  await second.goto('/')
  // Of this team: an earlier attempt may have left mentions in its own.
  const mention = second.getByRole('region', { name: 'Mentions' }).getByRole('link').filter({ hasText: name })
  await mention.click()
  const thread = second.getByRole('article', { name: 'Comment on Put away' })
  await expect(thread).toContainText('is this the right name?')
  await thread.getByRole('button', { name: 'Answer' }).click()
  await thread.getByLabel('Your answer').fill('It is.')
  await thread.getByLabel('Your answer').press('Control+Enter')
  await expect(panel.getByText('It is.')).toBeVisible(SOON)
  await panel.getByRole('button', { name: 'Resolve' }).click()
  await expect(panel.getByText('Nothing is open')).toBeVisible(SOON)
  await goTo(second, 'Overview')
  await expect(mention).toHaveCount(0, SOON)

  // Who goes is gone.
  await second.context().close()
  await expect(first.getByRole('list', { name: 'Also here' })).toHaveCount(0, { timeout: 20_000 })

  const { document } = await read<{ document: TeamDocument }>(first, 'teams.get', { slug })
  expect(document.nodes.map((node) => node.name).toSorted()).toEqual(['Asked', 'Late', 'Put away', 'Refused'])
})

/** An empty team, in the studio. */
async function emptyTeam(page: Page, name: string): Promise<string> {
  await page.goto('/teams/new')
  await page.getByRole('button', { name: 'Empty canvas' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Open the studio' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** Whose browser it is. */
async function nameOf(page: Page): Promise<string> {
  const { person } = await read<{ person: { name: string } }>(page, 'session.get')
  return person.name
}

/** What the server answers a person's browser. */
async function read<T>(page: Page, procedure: string, input?: object): Promise<T> {
  const asked = input ? `?input=${encodeURIComponent(JSON.stringify({ json: input }))}` : ''
  const answer = await page.request.get(`/api/trpc/${procedure}${asked}`)
  const { result } = (await answer.json()) as { result: { data: { json: T } } }
  return result.data.json
}
