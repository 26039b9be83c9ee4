import { StatusChip } from '@/components/ui/status-chip'
import type { ListedTeam } from './team-types'

/** How a team is, in a word: what last went wrong or waits, before what is well. */
export function TeamHealth({ team }: { team: ListedTeam }) {
  if (!team.published) return <StatusChip plain status="idle" word="Never published" />
  const recent = team.lastRuns.slice(0, 10)
  const failed = recent.filter(({ status }) => status === 'failed').length
  const blocked = recent.filter(({ status }) => status === 'blocked').length
  if (failed > 0) return <StatusChip plain status="failed" word={`${failed} of ${recent.length} failed`} />
  if (blocked > 0) return <StatusChip plain status="blocked" word={`${blocked} blocked`} />
  if (team.openReviews > 0)
    return (
      <StatusChip
        plain
        status="waiting"
        word={team.openReviews === 1 ? '1 waits' : `${team.openReviews} wait`}
      />
    )
  const running = recent.filter(({ status }) => status === 'running').length
  if (running > 0) return <StatusChip plain status="running" word={`${running} running`} />
  return <span className="text-fg-3">{recent.length ? 'All well' : 'Ready to run'}</span>
}
