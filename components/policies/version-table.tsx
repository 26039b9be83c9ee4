'use client'

import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusChip, type Status } from '@/components/ui/status-chip'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { useListKeys } from '@/components/ui/use-list-keys'
import type { ListedVersion } from './policy-types'

const LOOKS: Record<ListedVersion['status'], { status: Status; word: string }> = {
  current: { status: 'done', word: 'Holds' },
  proposed: { status: 'waiting', word: 'Waits for a second person' },
  past: { status: 'idle', word: 'Held before' },
  declined: { status: 'cancelled', word: 'Declined' },
  withdrawn: { status: 'cancelled', word: 'Taken back' },
}

/** All that were published or proposed, the newest first; a row opens what it changed. */
export function VersionTable({
  versions,
  onOpen,
}: {
  versions: readonly ListedVersion[]
  onOpen: (id: string) => void
}) {
  const open = (index: number) => onOpen(versions[index]?.id ?? '')
  const { rowProps } = useListKeys({ count: versions.length, onOpen: open, what: 'version' })
  if (versions.length === 0)
    return (
      <EmptyState title="No policies were published here">
        The default policies hold. Each time others are published, what held before stays here to compare and
        to go back to.
      </EmptyState>
    )
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>Version</Th>
          <Th>State</Th>
          <Th className="max-sm:hidden">Why</Th>
          <Th className="max-md:hidden">By</Th>
          <Th numeric>When</Th>
        </tr>
      </TableHead>
      <TableBody>
        {versions.map((version, index) => (
          <Tr key={version.id} {...rowProps(index)} onClick={() => open(index)}>
            <Td className="font-label">{version.number}</Td>
            <Td>
              <StatusChip plain {...LOOKS[version.status]} />
            </Td>
            <Td wide className="text-fg-2 max-sm:hidden">
              {version.note || 'No note'}
            </Td>
            <Td className="text-fg-2 max-md:hidden">
              {version.proposedBy.name}
              {version.decidedBy &&
                version.status !== 'withdrawn' &&
                `, decided by ${version.decidedBy.name}`}
            </Td>
            <Td numeric className="text-fg-2">
              <RelativeTime at={version.decidedAt ?? version.proposedAt} />
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}
