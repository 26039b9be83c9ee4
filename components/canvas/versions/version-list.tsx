'use client'

import { UserRound } from 'lucide-react'
import { useState } from 'react'
import { usePublishing, type Publishing } from '@/components/publishing/use-publishing'
import { cx } from '@/components/ui/cx'
import { SearchInput } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import { useListKeys } from '@/components/ui/use-list-keys'
import { useVirtualRows } from '@/components/ui/use-virtual-rows'
import { changedLine } from '@/domain/team/changed'
import { sayRuns } from './say-runs'
import { formatSide, type SideRef } from './side-ref'
import type { ListedProposal, ListedVersion } from './version-types'

const ROW = 84

type Row =
  | { kind: 'draft'; ref: SideRef; differs: boolean }
  | { kind: 'proposal'; ref: SideRef; proposal: ListedProposal }
  | { kind: 'version'; ref: SideRef; version: ListedVersion }

/** What was published and what would be next, newest first; only the rows in sight are drawn. */
export function VersionList({
  versions,
  proposals,
  draftDiffers,
  selected,
  onSelect,
  className,
}: {
  versions: readonly ListedVersion[]
  proposals: readonly ListedProposal[]
  draftDiffers: boolean
  selected: SideRef | undefined
  onSelect: (ref: SideRef) => void
  className?: string
}) {
  const publishing = usePublishing()
  const [text, setText] = useState('')
  const rows = rowsOf(versions, proposals, draftDiffers, text)
  const {
    scroller,
    rows: shown,
    before,
    after,
    reveal,
  } = useVirtualRows({
    count: rows.length,
    height: ROW,
    onEnd: () => undefined,
  })
  const open = (index: number) => {
    const row = rows[index]
    if (row) onSelect(row.ref)
  }
  // J and K go through the changes beside it: here arrows, Home and End move.
  const { rowProps } = useListKeys({
    count: rows.length,
    what: 'version',
    enabled: false,
    reveal,
    onOpen: open,
    onActive: open,
  })
  return (
    <section
      aria-label="Versions"
      className={cx('grid min-h-0 grid-rows-[auto_minmax(0,1fr)] border-r border-line', className)}
    >
      <div className="border-b border-line px-3 py-2">
        <SearchInput
          className="w-full"
          label="Find a version"
          placeholder="Number, note or person"
          kbd=""
          value={text}
          onValueChange={setText}
        />
      </div>
      <div ref={scroller} className="min-h-0 overflow-auto" tabIndex={rows.length === 0 ? 0 : undefined}>
        {rows.length === 0 && <p className="px-4 py-3 text-fg-2">No version has that.</p>}
        <ol aria-label="Versions, newest first">
          {before > 0 && <li aria-hidden style={{ height: before }} />}
          {shown.map(({ index }) => {
            const row = rows[index]
            if (!row) return null
            const on = selected !== undefined && formatSide(selected) === formatSide(row.ref)
            return (
              <li key={formatSide(row.ref)} style={{ height: ROW }}>
                <button
                  type="button"
                  aria-current={on ? 'true' : undefined}
                  onClick={() => onSelect(row.ref)}
                  {...rowProps(index)}
                  className={cx(
                    'grid size-full content-center gap-px border-b border-line px-4 text-left -outline-offset-2',
                    on ? 'bg-accent-bg' : 'hover:bg-hover',
                  )}
                >
                  <RowText row={row} publishing={publishing} />
                </button>
              </li>
            )
          })}
          {after > 0 && <li aria-hidden style={{ height: after }} />}
        </ol>
      </div>
    </section>
  )
}

function RowText({ row, publishing }: { row: Row; publishing: Publishing }) {
  if (row.kind === 'draft')
    return (
      <>
        <span className="font-strong">Draft</span>
        <span className="truncate text-fg-2">
          {row.differs ? 'Differs from what was published last' : 'As it was published last'}
        </span>
      </>
    )
  if (row.kind === 'proposal') {
    const { note, proposedBy, proposedAt, changed, mayDecide } = row.proposal
    return (
      <>
        <span className="flex items-center gap-2">
          <span className="font-strong">Proposed</span>
          <Tag>
            <UserRound className="mr-1 size-3" aria-hidden />
            {mayDecide ? 'waits for you' : 'waits for a second person'}
          </Tag>
          <RelativeTime at={proposedAt} className="ml-auto text-12 text-fg-3" />
        </span>
        <span className="truncate">{firstLine(note) || changedLine(changed)}</span>
        <span className="truncate text-12 text-fg-3">{proposedBy.name}</span>
      </>
    )
  }
  const { number, note, changed, publishedBy, publishedAt, current, environments, runs } = row.version
  return (
    <>
      <span className="flex min-w-0 items-center gap-2">
        <span className="font-strong">v{number}</span>
        {publishing.several
          ? environments.map((slug) => <Tag key={slug}>{publishing.nameOf(slug)}</Tag>)
          : current && <Tag>what runs now</Tag>}
        <RelativeTime at={publishedAt} className="ml-auto text-12 text-fg-3" />
      </span>
      <span className="truncate" title={note}>
        {firstLine(note) || (changed ? changedLine(changed) : 'Published without a note')}
      </span>
      <span className="truncate text-12 text-fg-3" title={changed && note ? changedLine(changed) : undefined}>
        {publishedBy.name}
        {note && changed ? ` · ${changedLine(changed)}` : ''} · {sayRuns(runs)}
      </span>
    </>
  )
}

/** A note may go on with why test cases were left. */
const firstLine = (note: string): string => note.split('\n', 1)[0] ?? ''

function rowsOf(
  versions: readonly ListedVersion[],
  proposals: readonly ListedProposal[],
  draftDiffers: boolean,
  text: string,
): Row[] {
  const wanted = text.trim().toLowerCase()
  const has = (...words: string[]) => words.join(' ').toLowerCase().includes(wanted)
  return [
    ...(wanted === ''
      ? [{ kind: 'draft', ref: { kind: 'draft' }, differs: draftDiffers } satisfies Row]
      : []),
    ...proposals
      .filter(({ status, note, proposedBy }) => status === 'open' && has(note, proposedBy.name))
      .map((proposal): Row => ({ kind: 'proposal', ref: { kind: 'proposal', id: proposal.id }, proposal })),
    ...versions
      .filter(({ number, note, publishedBy }) => has(`v${number}`, note, publishedBy.name))
      .map((version): Row => ({
        kind: 'version',
        ref: { kind: 'version', number: version.number },
        version,
      })),
  ]
}
