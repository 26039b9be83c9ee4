'use client'

import { cx } from './cx'
import { formatDuration } from './format-time'
import { useNow } from './use-now'

/** `1m 04s`, of `ms`, or from `from` to `to`; without `to` it goes on counting. */
export function Duration(
  props: { className?: string } & ({ ms: number } | { from: Date; to?: Date | null | undefined }),
) {
  const classes = cx('whitespace-nowrap', props.className)
  if ('ms' in props) return <span className={classes}>{formatDuration(props.ms)}</span>
  if (props.to) {
    return <span className={classes}>{formatDuration(props.to.getTime() - props.from.getTime())}</span>
  }
  return <Counting from={props.from} className={classes} />
}

function Counting({ from, className }: { from: Date; className: string }) {
  const now = useNow(1000)
  const ms = Math.max(0, now - from.getTime())
  return <span className={className}>{formatDuration(Math.floor(ms / 1000) * 1000)}</span>
}
