'use client'

import { rolesInWords } from '@/components/shell/roles'
import { useSession } from '@/components/shell/session'
import { Avatar } from '@/components/ui/avatar'
import { cx } from '@/components/ui/cx'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import { useListKeys } from '@/components/ui/use-list-keys'
import type { Member } from './settings-types'

/** The members, one a row; a row opens its panel. */
export function MemberTable({
  members,
  chosen,
  onChoose,
}: {
  members: Member[] | undefined
  chosen: string | null
  onChoose: (id: string) => void
}) {
  const { person } = useSession()
  const open = (index: number) => onChoose(members?.[index]?.id ?? '')
  const { rowProps } = useListKeys({ count: members?.length ?? 0, onOpen: open, what: 'member' })
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>Name</Th>
          <Th className="max-sm:hidden">E-mail</Th>
          <Th>Roles</Th>
          <Th numeric className="max-md:hidden">
            Member since
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {!members && <SkeletonRows rows={4} columns={4} numeric={[3]} />}
        {members?.map((member, index) => (
          <Tr
            key={member.id}
            {...rowProps(index)}
            selected={member.id === chosen}
            onClick={() => open(index)}
          >
            <Td className="max-sm:w-full max-sm:max-w-0 max-sm:py-2">
              <span className="flex items-center gap-2">
                <Avatar name={member.name} />
                <span
                  className={cx(
                    'min-w-0 max-sm:break-words max-sm:whitespace-normal',
                    member.disabledAt ? 'text-fg-3 line-through' : 'font-label',
                  )}
                >
                  {member.name}
                </span>
                {member.id === person.id && <span className="text-fg-3">you</span>}
                {member.disabledAt && <Tag>disabled</Tag>}
                {member.practice && <Tag>practice</Tag>}
              </span>
            </Td>
            <Td className="text-fg-2 max-sm:hidden">{member.email}</Td>
            <Td className="max-sm:max-w-36 max-sm:py-2 max-sm:whitespace-normal">
              {rolesInWords(member.roles)}
            </Td>
            <Td numeric className="text-fg-2 max-md:hidden">
              <RelativeTime at={member.since} />
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}
