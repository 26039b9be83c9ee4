'use client'

import { BadgeCheck, CircleDashed } from 'lucide-react'
import { formatUtc } from '@/components/ui/format-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Spacer, Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { useListKeys } from '@/components/ui/use-list-keys'
import { useMedia } from '@/components/ui/use-media'
import { useVirtualRows } from '@/components/ui/use-virtual-rows'
import type { EntryLine } from './record-types'
import { sayEntry } from './words/say-entry'
import { sentenceText } from './words/sentence'
import { SentenceText } from './words/sentence-text'
import { Who } from './words/who'

const ROW = 28
/** Two lines: what, and below it who and in which run. */
const PHONE_ROW = 48

/** Entries as lines, only those in sight drawn; J and K move, and take the panel along once it is open. */
export function EntryTable({
  entries,
  selected,
  loading,
  onSelect,
  onEnd,
  onReading,
}: {
  entries: readonly EntryLine[]
  selected: string | null
  loading: boolean
  onSelect: (entry: string) => void
  /** The end of what is loaded comes into sight. */
  onEnd: () => void
  /** Whether the reader is anywhere but at the top. */
  onReading: (reading: boolean) => void
}) {
  const height = useMedia('(max-width: 639px)') ? PHONE_ROW : ROW
  const { scroller, rows, before, after, reveal } = useVirtualRows({ count: entries.length, height, onEnd })
  const { rowProps } = useListKeys({
    count: entries.length,
    what: 'entry',
    onOpen: (index) => entries[index] && onSelect(entries[index].entryId),
    onActive: (index) => {
      onReading(index > 0)
      if (selected && entries[index]) onSelect(entries[index].entryId)
    },
    reveal,
  })
  return (
    <div
      ref={scroller}
      className="@container min-h-0 overflow-auto"
      onScroll={(event) => onReading(event.currentTarget.scrollTop > ROW)}
    >
      <Table
        dense
        className="table-fixed"
        aria-rowcount={entries.length + 1}
        aria-label="Entries of the record"
      >
        <TableHead>
          <tr>
            <Th className="w-26 max-sm:w-22">
              Time <span className="max-sm:hidden">(UTC)</span>
            </Th>
            <Th className="w-36 max-sm:hidden">Who</Th>
            <Th>What</Th>
            <Th className="w-44 @max-[1000px]:hidden">Run</Th>
            <Th className="w-38 max-md:hidden">Proof</Th>
            <Th numeric className="w-24 max-sm:w-16">
              Entry
            </Th>
          </tr>
        </TableHead>
        <TableBody>
          {loading && <SkeletonRows rows={14} columns={6} numeric={[5]} />}
          {before > 0 && <Spacer height={before} />}
          {rows.map(({ index }) => {
            const entry = entries[index]
            if (!entry) return null
            const sentence = sayEntry(entry)
            return (
              <Tr
                key={entry.id}
                aria-rowindex={index + 2}
                selected={entry.entryId === selected}
                className="cursor-default -outline-offset-2 max-sm:h-12"
                onClick={() => onSelect(entry.entryId)}
                {...rowProps(index)}
              >
                <Td className="text-fg-3" title={formatUtc(entry.at)}>
                  <When at={entry.at} />
                </Td>
                <Td className="truncate max-sm:hidden">
                  <Who actor={entry.actor} />
                </Td>
                <Td className="truncate" title={sentenceText(sentence)}>
                  <SentenceText sentence={sentence} />
                  {entry.run && (
                    <span className="text-fg-3 @min-[1000px]:hidden max-sm:hidden"> · {entry.run.title}</span>
                  )}
                  <span className="flex min-w-0 gap-1 text-12 text-fg-3 sm:hidden">
                    <Who actor={entry.actor} />
                    {entry.run && <span className="truncate">· {entry.run.title}</span>}
                  </span>
                </Td>
                <Td className="truncate text-fg-2 @max-[1000px]:hidden" title={entry.run?.title}>
                  {entry.run?.title}
                </Td>
                <Td className="text-fg-3 max-md:hidden">
                  <Proof proof={entry.proof} />
                </Td>
                <Td numeric className="font-mono text-12 text-fg-3">
                  {entry.number === null ? '–' : `#${entry.number.toLocaleString('en-US')}`}
                </Td>
              </Tr>
            )
          })}
          {after > 0 && <Spacer height={after} />}
        </TableBody>
      </Table>
    </div>
  )
}

function Proof({ proof }: { proof: EntryLine['proof'] }) {
  const proven = proof === 'proven'
  const Icon = proven ? BadgeCheck : CircleDashed
  return (
    <span className="inline-flex items-center gap-1.25 align-bottom">
      <Icon className={proven ? 'size-3.5 text-done-fg' : 'size-3.5'} strokeWidth={2} aria-hidden />
      {proven ? 'Proven' : 'Next checkpoint'}
    </span>
  )
}

/** `14:31:52` today, with the date before. */
function When({ at }: { at: Date }) {
  const utc = at.toISOString()
  const today = utc.slice(0, 10) === new Date().toISOString().slice(0, 10)
  const day = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return (
    <time dateTime={utc}>
      {!today && <span className="max-sm:hidden">{day} </span>}
      {utc.slice(11, today ? 19 : 16)}
    </time>
  )
}
