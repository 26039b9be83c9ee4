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

/** Screens while the server does not answer what they ask first, and what they say then. */
export const UNREAD = [
  { path: '/teams', asks: 'teams\\.list', says: 'The teams could not be read' },
  { path: '/teams/new', asks: 'teams\\.templates', says: 'The templates could not be read' },
  { path: '/contracts', asks: 'contracts\\.list', says: 'The contracts could not be read' },
  { path: TEAM, asks: 'teams\\.get', says: 'The team could not be opened' },
  { path: `${TEAM}?versions=1`, asks: 'teams\\.versions', says: 'The versions could not be read' },
  { path: `${TEAM}?test=team`, asks: 'bench\\.', says: 'The bench could not be read' },
] as const

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
const FORMS = ['connections', 'connections/new', 'policies', 'workers', 'members', 'settings']
const CONNECTION_TABS = ['settings', 'operations', 'call', 'health', 'ledger']

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
    ...['http', 'smtp', 'postgres', 'mcp', 'webhook'].map((kind) => ({
      name: `new connection, ${kind}`,
      path: `/connections/new?kind=${kind}`,
    })),
    ...CONNECTION_TABS.map((tab) => ({
      name: `connection, ${tab}`,
      path: '/connections',
      open: async (page: Page) => {
        await page.getByRole('row', { name: /CRM/ }).first().click()
        await page.waitForURL(/connections\/con_/)
        await page
          .getByRole('tab', { name: tab === 'call' ? 'Call now' : new RegExp(`^${tab}`, 'i') })
          .click()
      },
    })),
    { name: 'no such page', path: '/nowhere' },
  ]
}
