import { ClassTag } from '@/components/ui/class-tag'
import { cx } from '@/components/ui/cx'
import { refOf, showRef, type Contract } from '@/domain/contract/contract'
import type { FitRow, Side } from '../../model/fit-rows'

const INDENT = ['', 'pl-3', 'pl-6', 'pl-9', 'pl-12'] as const
/** Names of any length: they break before the table scrolls. */
const LONG = 'min-w-24 [overflow-wrap:anywhere]'
const cell = 'border-b border-line px-2 py-1.25 align-top font-mono text-12 text-fg-2'

/** Both contracts in one table, so that a field is one line; what does not fit opens in its place. */
export function FitTable({
  rows,
  brought,
  accepted,
  source,
  target,
}: {
  rows: readonly FitRow[]
  brought: Contract | undefined
  accepted: Contract | undefined
  source: string
  target: string
}) {
  const head = 'border-b border-line px-2 pb-1.5 align-bottom text-12 text-fg-3'
  return (
    <div
      className="overflow-x-auto [overflow-wrap:normal]"
      tabIndex={0}
      role="region"
      aria-label="Fields of the handoff"
    >
      <table className="w-full border-collapse">
        <thead>
          <tr>
            <th className={cx(head, 'pl-4')}>Field</th>
            <th className={cx(head, LONG)}>
              <b className="block font-label text-fg">{source} writes</b>
              {brought ? showRef(refOf(brought)) : 'no contract'}
            </th>
            <th className={cx(head, LONG)}>
              <b className="block font-label text-fg">{target} reads</b>
              {accepted ? showRef(refOf(accepted)) : 'whatever comes'}
            </th>
            <th className={cx(head, 'pr-4 text-right')}>Class</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className={cx(row.misfit && 'bg-failed-bg [&>td]:border-failed-line')}>
              <td
                className={cx(
                  cell,
                  LONG,
                  'pl-4 text-fg',
                  row.misfit && 'font-strong text-failed-fg shadow-[inset_2px_0_var(--failed-mark)]',
                )}
              >
                <span className={INDENT[Math.min(row.depth, INDENT.length - 1)]}>{row.name}</span>
              </td>
              <td className={cx(cell, 'max-sm:whitespace-normal')}>
                <SideCell side={row.writes} misfit={row.misfit} other={row.reads} absent="never written" />
              </td>
              <td className={cx(cell, 'max-sm:whitespace-normal')}>
                <ReadCell row={row} hasContract={accepted !== undefined} />
              </td>
              <td className={cx(cell, 'pr-4 text-right')}>
                {row.classification && <ClassTag value={row.classification} narrow />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ReadCell({ row, hasContract }: { row: FitRow; hasContract: boolean }) {
  const gap =
    row.misfit &&
    (row.writes?.values?.some(({ refused }) => refused)
      ? 'not accepted'
      : !row.reads
        ? row.misfit
        : undefined)
  return (
    <span className="grid justify-items-start gap-0.5">
      {row.reads && <SideCell side={row.reads} misfit={row.misfit} other={row.writes} absent="" />}
      {!row.reads && !row.misfit && (
        <Quiet text={hasContract ? 'not read' : (row.visibility ?? 'as it comes')} />
      )}
      {row.reads && row.visibility && row.visibility !== 'clear' && <Quiet text={row.visibility} />}
      {gap && (
        <span className="-ml-1 rounded-[3px] border border-dashed border-failed-mark px-1 font-sans text-failed-fg">
          {gap}
        </span>
      )}
      {row.misfit && !gap && row.writes && <span className="font-sans text-failed-fg">{row.misfit}</span>}
    </span>
  )
}

const Quiet = ({ text }: { text: string }) => <span className="font-sans text-fg-3">{text}</span>

/** Values are listed only where they decide; otherwise their count will do. */
function SideCell({
  side,
  misfit,
  other,
  absent,
}: {
  side: Side | undefined
  misfit: string | undefined
  other: Side | undefined
  absent: string
}) {
  if (!side) return <span className={cx('font-sans', misfit ? 'text-failed-fg' : 'text-fg-3')}>{absent}</span>
  if (misfit && side.values && other?.values) {
    return side.values.map(({ text, refused }) => (
      <span
        key={text}
        className={cx(
          'block w-fit',
          refused && '-ml-1 rounded-[3px] border border-failed-mark px-1 font-strong text-failed-fg',
        )}
      >
        {text}
      </span>
    ))
  }
  return (
    <span>
      {side.words.type} <span className="text-fg-3">{side.words.detail}</span>
    </span>
  )
}
