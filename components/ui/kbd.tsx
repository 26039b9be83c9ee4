import { cx } from './cx'

/** A key or a sequence as one reads it: `A`, `G I`, `Ctrl K`. Decoration: the key must also be announced by the control. */
export function Kbd({
  keys,
  onAccent = false,
  className,
}: {
  keys: string
  onAccent?: boolean
  className?: string
}) {
  return (
    <kbd
      aria-hidden
      className={cx(
        'inline-grid h-4.5 min-w-4.5 place-items-center rounded-4 border px-1 font-sans text-12 leading-none font-label max-sm:hidden',
        onAccent ? 'border-on-accent/35 text-on-accent' : 'border-line-strong bg-page text-fg-3',
        className,
      )}
    >
      {keys}
    </kbd>
  )
}
