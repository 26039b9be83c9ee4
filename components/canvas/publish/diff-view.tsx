'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { cx } from '@/components/ui/cx'
import { SkeletonList } from '@/components/ui/skeleton'
import { diffDocuments } from '@/domain/team/diff'
import { emptyDocument, type TeamDocument } from '@/domain/team/document'
import { useStudio } from '../studio/studio-context'
import { diffLines } from './diff-lines'

/** What the draft changes against a version; against nothing, all of it is new. */
export function DiffView({ number }: { number: number | undefined }) {
  const { slug, document } = useStudio()
  const { data } = useQuery({
    ...useTRPC().teams.version.queryOptions({ slug, number: number ?? 0 }),
    enabled: number !== undefined,
  })
  if (number !== undefined && !data) return <SkeletonList rows={4} />
  return <DiffList before={data?.document ?? emptyDocument(document.name)} after={document} />
}

function DiffList({ before, after }: { before: TeamDocument; after: TeamDocument }) {
  const lines = useMemo(() => diffLines(before, after, diffDocuments(before, after)), [before, after])
  if (lines.length === 0) return <p className="py-2 text-fg-2">Nothing differs.</p>
  return (
    <ul
      className="max-h-80 overflow-auto rounded-6 border border-line"
      tabIndex={0}
      aria-label="What changes"
    >
      {lines.map((line, index) => (
        <li
          key={index}
          className="grid min-h-8 grid-cols-[16px_92px_minmax(0,1fr)_minmax(0,1fr)] items-center gap-2 border-t border-line px-2.5 first:border-t-0"
        >
          <span
            aria-label={{ '+': 'added', '−': 'removed', '~': 'changed' }[line.sign]}
            className={cx('text-center font-mono text-12', line.sign === '~' ? 'text-fg-3' : 'font-strong')}
          >
            {line.sign}
          </span>
          <span className="text-fg-3">{line.what}</span>
          <span className={cx('truncate font-label', line.sign === '−' && 'line-through')}>{line.name}</span>
          <span className="truncate text-fg-2" title={line.detail}>
            {line.detail}
          </span>
        </li>
      ))}
    </ul>
  )
}
