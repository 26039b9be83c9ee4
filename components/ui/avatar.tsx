import { cx } from './cx'

/** A person's initials in a circle; agents are square. Always beside the name, so hidden from readers. */
export function Avatar({
  name,
  square = false,
  large = false,
}: {
  name: string
  square?: boolean
  large?: boolean
}) {
  const words = name.trim().split(/\s+/)
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0).toUpperCase() ?? '')
    .join('')
  return (
    <span
      aria-hidden
      className={cx(
        'inline-grid shrink-0 place-items-center bg-press text-12 font-label tracking-tight text-fg-2',
        square ? 'rounded-4' : 'rounded-full',
        large ? 'size-6' : 'size-5',
      )}
    >
      {initials}
    </span>
  )
}
