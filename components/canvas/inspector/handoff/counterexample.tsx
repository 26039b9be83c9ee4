import { cx } from '@/components/ui/cx'

/** A value the one side may write and the other refuses, with the place where. */
export function Counterexample({
  value,
  pointer,
  reason,
  source,
  target,
}: {
  value: unknown
  pointer: string
  reason: string
  source: string
  target: string
}) {
  const key = pointer.split('/').findLast((part) => part !== '' && !/^\d+$/.test(part))
  const lines = JSON.stringify(value, null, 2).split('\n')
  const culprit = key === undefined ? -1 : lines.findIndex((line) => line.trimStart().startsWith(`"${key}":`))
  return (
    <section className="grid gap-1.5 px-4">
      <h3 className="text-12 text-fg-3">
        <b className="mr-1.5 text-13 font-strong text-fg">Counterexample</b>
        valid for {source}, refused by {target}
      </h3>
      <pre
        className="overflow-x-auto rounded-6 border border-line bg-sunken py-2 font-mono text-12 leading-[18px]"
        tabIndex={0}
        aria-label={`Counterexample: ${reason}`}
      >
        {lines.map((line, index) => (
          <span
            key={index}
            className={cx(
              'flex gap-4 px-2.5',
              index === culprit && 'bg-failed-bg font-strong text-failed-fg',
            )}
          >
            {line}
          </span>
        ))}
      </pre>
      <p className="text-12 text-failed-fg">{reason}</p>
    </section>
  )
}
