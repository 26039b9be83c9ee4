'use client'

import { useQuery } from '@tanstack/react-query'
import { UserRoundPlus } from 'lucide-react'
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useRef } from 'react'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { figure } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Filter, FilterBar } from '@/components/ui/filter-bar'
import { SearchInput } from '@/components/ui/input'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { ROLES } from '@/domain/policy/permission'
import { AddMember } from './add-member'
import { MemberPanel } from './member-panel'
import { MemberTable } from './member-table'

const filters = {
  q: parseAsString.withDefault(''),
  role: parseAsStringLiteral(ROLES),
  member: parseAsString,
  add: parseAsBoolean,
}

/** Who may do what in this workspace. */
export function MembersScreen() {
  const trpc = useTRPC()
  const { workspace } = useSession()
  const mayEdit = useMay('member.edit')
  const [{ q, role, member, add }, set] = useQueryStates(filters)
  const { data: all, error, refetch, isFetching } = useQuery(trpc.members.list.queryOptions())
  const search = useRef<HTMLInputElement>(null)
  useHotkeys([
    { keys: '/', label: 'Find a member', run: () => search.current?.focus() },
    ...(mayEdit ? [{ keys: 'n', label: 'Add a member', run: () => void set({ add: true }) }] : []),
  ])
  const wanted = q.trim().toLowerCase()
  const shown = all?.filter(
    ({ name, email, roles }) =>
      (!wanted || `${name} ${email}`.toLowerCase().includes(wanted)) && (!role || roles.includes(role)),
  )
  const chosen = all?.find(({ id }) => id === member)
  return (
    <Page
      title="Members"
      detail={all && `${figure(all.length)} in ${workspace?.name ?? ''}`}
      scroll={false}
      actions={
        mayEdit && (
          <Button icon={UserRoundPlus} kbd="N" onClick={() => void set({ add: true })}>
            Add a member
          </Button>
        )
      }
    >
      <div className="relative flex h-full min-w-0">
        <div className="grid min-w-0 flex-1 grid-rows-[auto_minmax(0,1fr)]">
          <FilterBar>
            <SearchInput
              ref={search}
              label="Find a member"
              value={q}
              onValueChange={(text) => void set({ q: text || null })}
            />
            <Filter
              name="Role"
              value={role}
              options={ROLES.map((value) => ({ value, label: value }))}
              onValueChange={(value) => void set({ role: value })}
            />
          </FilterBar>
          <div className="min-h-0 overflow-auto">
            {error && !all ? (
              <ErrorState title="The members could not be read" onRetry={refetch} retrying={isFetching}>
                {messageOf(error)}
              </ErrorState>
            ) : shown?.length === 0 ? (
              <EmptyState
                title="Nobody matches"
                action={<Button onClick={() => void set({ q: null, role: null })}>Show all members</Button>}
              >
                No member has this name, address and role.
              </EmptyState>
            ) : (
              <MemberTable members={shown} chosen={member} onChoose={(id) => void set({ member: id })} />
            )}
          </div>
        </div>
        {chosen && <MemberPanel key={chosen.id} member={chosen} onClose={() => void set({ member: null })} />}
      </div>
      {mayEdit && all && (
        <AddMember
          first={all.every(({ practice }) => practice)}
          open={add === true}
          onOpenChange={(open) => void set({ add: open || null })}
        />
      )}
    </Page>
  )
}
