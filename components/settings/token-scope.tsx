'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleX } from 'lucide-react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Checkbox } from '@/components/ui/checkbox'
import { PERMISSION_NAMES, permits, type Permission, type Role } from '@/domain/policy/permission'
import { PERMISSION_DOES } from '@/domain/policy/permission-words'

/** Of what its roles give, what a token is for. */
export function TokenScope({
  roles,
  narrow,
  onNarrow,
  value,
  onValueChange,
  error,
}: {
  roles: readonly Role[]
  narrow: boolean
  onNarrow: (narrow: boolean) => void
  value: readonly Permission[]
  onValueChange: (value: Permission[]) => void
  error: string | undefined
}) {
  const trpc = useTRPC()
  const { data: routed, error: unread } = useQuery(trpc.tokens.offered.queryOptions())
  const offered = routed?.filter((permission) => permits(roles, permission)) ?? []
  return (
    <fieldset className="grid gap-0.5">
      <legend className="mb-1 font-label">Scope</legend>
      <Checkbox
        label="Only what I choose"
        hint="Without this, it may do all that its roles allow in the API"
        checked={narrow}
        onCheckedChange={onNarrow}
      />
      {narrow && unread && <p className="text-12 text-failed-fg">{messageOf(unread)}</p>}
      {narrow && routed && offered.length === 0 && (
        <p className="text-fg-3">
          {roles.length === 0 ? 'Choose a role first.' : 'The API has nothing for these roles.'}
        </p>
      )}
      {narrow && offered.length > 0 && (
        <div className="ml-6 grid max-h-44 grid-cols-2 gap-x-4 overflow-y-auto max-sm:grid-cols-1">
          {offered.map((permission) => (
            <Checkbox
              key={permission}
              label={PERMISSION_DOES[permission]}
              checked={value.includes(permission)}
              onCheckedChange={(on) =>
                onValueChange(
                  PERMISSION_NAMES.filter((each) => (each === permission ? on : value.includes(each))),
                )
              }
            />
          ))}
        </div>
      )}
      {error && (
        <span role="alert" className="flex items-center gap-1.25 text-12 text-failed-fg">
          <CircleX className="size-3.5" aria-hidden />
          {error}
        </span>
      )}
    </fieldset>
  )
}
