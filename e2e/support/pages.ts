import type { Page } from '@playwright/test'
import type { Profile } from '@/server/practice/crm-data'
import type { Installation } from './installation'

export interface Screen {
  name: string
  path: string
  /** What is pressed there first. */
  open?: (page: Page) => Promise<void>
}

const TEAM = '/teams/sales-operations'

/** What the studio opens over or beside the canvas. */
export const STUDIO: Screen[] = [
  { name: 'test bench', path: `${TEAM}?test=team` },
  {
    name: 'test cases',
    path: `${TEAM}?test=team`,
    open: (page) => page.getByRole('radio', { name: /^Test cases/ }).click(),
  },
  {
    name: 'comments',
    path: TEAM,
    open: async (page) => {
      await page.getByRole('button', { name: /^Comments/ }).click()
      await page.getByLabel('Say something about the team').waitFor()
    },
  },
  {
    name: 'versions as text',
    path: `${TEAM}?versions=1`,
    open: (page) => page.getByRole('radio', { name: 'Text', exact: true }).click(),
  },
]

/** The same team on a phone. */
export const ON_A_PHONE: Screen[] = [
  { name: 'team as a list', path: TEAM },
  {
    name: 'a node to read',
    path: TEAM,
    open: async (page) => {
      await page
        .getByRole('list', { name: 'Nodes' })
        .getByRole('button', { name: /^Rules gate/ })
        .click()
      await page.getByRole('complementary', { name: /^Node / }).waitFor()
    },
  },
  {
    name: 'a handoff to read',
    path: TEAM,
    open: async (page) => {
      await page
        .getByRole('button', { name: /^Handoff / })
        .first()
        .click()
      await page.getByRole('complementary', { name: 'Handoff' }).waitFor()
    },
  },
  {
    name: 'about the team',
    path: TEAM,
    open: (page) => page.getByRole('button', { name: /^About the team/ }).click(),
  },
  { name: 'canvas to look at', path: `${TEAM}?as=canvas` },
  { name: 'versions on a phone', path: `${TEAM}?versions=1` },
  ...STUDIO.slice(0, 3).map((screen) => ({ ...screen, name: `${screen.name} on a phone` })),
]

const PLAIN = ['teams', 'teams/new', 'inbox', 'runs', 'record', 'costs', 'agents', 'contracts', 'models']
const FORMS = ['connections', 'workers', 'members', 'settings']

/** Every screen behind the sign-in, with something on it: a run that is done, one that waits, and its review. */
export async function screensOf(
  installation: Installation,
  accountOf: (profile: Profile) => string,
): Promise<Screen[]> {
  const [operator, reviewer] = await Promise.all([installation.api('operator'), installation.api('reviewer')])
  const done = await operator.startRun({ account_id: accountOf('normal') })
  const waiting = await operator.startRun({ account_id: accountOf('stale') })
  await operator.waitForStatus(done, 'done')
  await operator.waitForStatus(waiting, 'waiting')
  const review = await reviewer.openReview(waiting)
  return [
    { name: 'overview', path: '/' },
    ...[...PLAIN, ...FORMS].map((path) => ({ name: path.replace('/', ' '), path: `/${path}` })),
    { name: 'studio', path: TEAM },
    { name: 'versions', path: `${TEAM}?versions=1` },
    { name: 'run over the studio', path: `${TEAM}?run=${done}` },
    { name: 'run', path: `/runs/${done}` },
    { name: 'run that waits', path: `/runs/${waiting}` },
    { name: 'review', path: `/inbox?review=${review.id}` },
    { name: 'no such page', path: '/nowhere' },
  ]
}
