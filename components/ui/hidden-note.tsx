import { EyeOff } from 'lucide-react'
import { counted } from './counted'
import { cx } from './cx'

/** That parts of what stands here are not shown to this reader, and which. */
export function HiddenNote({
  hidden,
  className,
}: {
  hidden: readonly { path: string; visibility: string }[]
  className?: string
}) {
  if (hidden.length === 0) return null
  return (
    <details className={cx('rounded-6 border border-blocked-line bg-blocked-bg px-3 py-2', className)}>
      <summary className="flex cursor-pointer items-center gap-2">
        <EyeOff className="size-4 shrink-0 text-blocked-fg" aria-hidden />
        <span>
          {counted(hidden.length, 'field')} not shown to you as {hidden.length === 1 ? 'it is' : 'they are'}:
          your clearance does not reach so far. Words that may quote them are left out, too.
        </span>
      </summary>
      <ul className="mt-2 grid max-h-40 gap-0.5 overflow-auto font-mono text-12">
        {hidden.map(({ path, visibility }) => (
          <li key={path} className="break-words">
            {path} <span className="text-fg-3">{visibility}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
