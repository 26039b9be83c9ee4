import type { Profile } from '@/server/practice/crm-data'
import type { Installation } from './installation'

export interface Screen {
  name: string
  path: string
}

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
    { name: 'studio', path: '/teams/sales-operations' },
    { name: 'versions', path: '/teams/sales-operations?versions=1' },
    { name: 'run over the studio', path: `/teams/sales-operations?run=${done}` },
    { name: 'run', path: `/runs/${done}` },
    { name: 'run that waits', path: `/runs/${waiting}` },
    { name: 'review', path: `/inbox?review=${review.id}` },
    { name: 'no such page', path: '/nowhere' },
  ]
}
