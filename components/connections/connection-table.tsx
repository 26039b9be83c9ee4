'use client'

import { GuardChip } from '@/components/settings/guard-state'
import { ClassTag } from '@/components/ui/class-tag'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StatusChip } from '@/components/ui/status-chip'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import { useListKeys } from '@/components/ui/use-list-keys'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import type { ListedConnection } from './connection-types'

/** Connections, one a row; a row opens its page. */
export function ConnectionTable({
  connections,
  onOpen,
}: {
  connections: ListedConnection[] | undefined
  onOpen: (id: string) => void
}) {
  const open = (index: number) => {
    const chosen = connections?.[index]
    if (chosen) onOpen(chosen.id)
  }
  const { rowProps } = useListKeys({ count: connections?.length ?? 0, onOpen: open, what: 'connection' })
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>Name</Th>
          <Th className="max-sm:hidden">Kind</Th>
          <Th className="max-md:hidden">Address</Th>
          <Th>May receive</Th>
          <Th className="max-sm:hidden">Answers for it</Th>
          <Th numeric className="max-sm:hidden">
            Operations
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {!connections && <SkeletonRows rows={3} columns={6} />}
        {connections?.map((each, index) => (
          <Tr key={each.id} {...rowProps(index)} onClick={() => open(index)}>
            <Td>
              <span className="flex items-center gap-2">
                <b className="font-label">{each.name}</b>
                <span className="font-mono text-12 text-fg-3 max-sm:hidden">{each.slug}</span>
                {each.practice && <Tag>practice</Tag>}
                {each.environment && <Tag>{each.environment} only</Tag>}
                <GuardChip guard={each.guard} />
                <span className="sm:hidden">
                  <Waiting count={each.operations.waiting} />
                </span>
              </span>
            </Td>
            <Td className="text-fg-2 max-sm:hidden">{CONNECTION_KIND[each.kind].title}</Td>
            <Td wide className="font-mono text-12 text-fg-2 max-md:hidden" title={each.baseUrl}>
              {each.baseUrl}
            </Td>
            <Td>
              <ClassTag value={each.clearance} />
            </Td>
            <Td className="max-sm:hidden">
              {each.owner}
              {each.team && <span className="text-fg-3">, {each.team}</span>}
            </Td>
            <Td numeric className="max-sm:hidden">
              {each.operations.waiting > 0 ? (
                <Waiting count={each.operations.waiting} />
              ) : (
                <span className="tabular-nums text-fg-2">{each.operations.on}</span>
              )}
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}

/** Operations that nobody has approved yet, or that have changed since. */
function Waiting({ count }: { count: number }) {
  return count > 0 && <StatusChip plain status="waiting" word={`${count} to look at`} />
}
