import { cx } from '@/components/ui/cx'
import type { TrialResult } from './bench-types'

/** What was expected and not seen, one point a line. */
export function Missed({ result, className }: { result: TrialResult; className?: string }) {
  return result.checked
    .filter(({ held }) => !held)
    .map(({ pointer, expects, seen }) => (
      <p key={pointer + seen} className={cx('text-12 text-fg-2', className)}>
        Expected: {expects}. <span className="text-failed-fg">Seen: {seen}</span>
      </p>
    ))
}
