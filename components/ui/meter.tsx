import { cx } from './cx'

export interface MeterPart {
  /** Any positive unit; shares are of `total`. */
  value: number
  /** spent: solid grey · reserved: hatched · a status: its mark */
  tone: 'spent' | 'reserved' | 'running' | 'waiting' | 'done' | 'failed' | 'blocked' | 'accent'
}

const tones: Record<MeterPart['tone'], string> = {
  spent: 'bg-fg-2',
  reserved: 'hatched',
  running: 'bg-running-mark',
  waiting: 'bg-waiting-mark',
  done: 'bg-done-mark',
  failed: 'bg-failed-mark',
  blocked: 'bg-blocked-mark',
  accent: 'bg-accent',
}

/** Shares of a whole in one bar of 6 px. Draw in the browser only: its widths are style attributes. */
export function Meter({
  parts,
  total,
  target,
  label,
  className,
}: {
  parts: readonly MeterPart[]
  total: number
  /** A mark at this value. */
  target?: number
  label: string
  className?: string
}) {
  const share = (value: number) => (total > 0 ? Math.min(100, (value / total) * 100) : 0)
  return (
    <span
      role="img"
      aria-label={label}
      className={cx('relative flex h-1.5 min-w-0 rounded-[2px] bg-press', className)}
    >
      <span className="flex min-w-0 flex-1 overflow-hidden rounded-[2px]">
        {parts.map(
          (part, index) =>
            part.value > 0 && (
              <span
                key={index}
                className={cx('block min-w-0.5 shrink-0', tones[part.tone])}
                style={{ width: `${share(part.value)}%` }}
              />
            ),
        )}
      </span>
      {target !== undefined && (
        <span className="absolute -top-0.75 -bottom-0.75 w-0.5 bg-fg" style={{ left: `${share(target)}%` }} />
      )}
    </span>
  )
}
