'use client'

import { ClassTag } from '@/components/ui/class-tag'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import { useListKeys } from '@/components/ui/use-list-keys'
import { GuardChip } from './guard-state'
import type { ListedConnection } from './settings-types'

/** Connections, one a row; a row opens its panel. */
export function ConnectionTable({
  connections,
  chosen,
  onChoose,
}: {
  connections: ListedConnection[] | undefined
  chosen: string | null
  onChoose: (id: string) => void
}) {
  const open = (index: number) => onChoose(connections?.[index]?.id ?? '')
  const { rowProps } = useListKeys({ count: connections?.length ?? 0, onOpen: open, what: 'connection' })
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">Address</Th>
          <Th>May receive</Th>
          <Th className="max-sm:hidden">Owner</Th>
          <Th className="max-sm:hidden">Secret</Th>
        </tr>
      </TableHead>
      <TableBody>
        {!connections && <SkeletonRows rows={3} columns={5} />}
        {connections?.map((each, index) => (
          <Tr key={each.id} {...rowProps(index)} selected={each.id === chosen} onClick={() => open(index)}>
            <Td>
              <span className="flex items-center gap-2">
                <b className="font-label">{each.name}</b>
                <span className="font-mono text-12 text-fg-3 max-sm:hidden">{each.slug}</span>
                {each.practice && <Tag>practice</Tag>}
                <GuardChip guard={each.guard} />
              </span>
            </Td>
            <Td wide className="font-mono text-12 text-fg-2 max-md:hidden" title={each.baseUrl}>
              {each.baseUrl}
            </Td>
            <Td>
              <ClassTag value={each.clearance} />
            </Td>
            <Td className="max-sm:hidden">{each.owner}</Td>
            <Td className="text-fg-2 max-sm:hidden">{each.hasSecret ? 'stored' : 'none'}</Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}
