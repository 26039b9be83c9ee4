'use client'

import { CircleX } from 'lucide-react'
import { ROLE_DOES } from '@/components/shell/roles'
import { Checkbox } from '@/components/ui/checkbox'
import { ROLES, type Role } from '@/domain/policy/permission'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Roles with what each may do; several can be held. */
export function RoleChoice({
  value,
  onValueChange,
  offered = ROLES,
  error,
  disabled = false,
}: {
  value: readonly Role[]
  onValueChange: (roles: Role[]) => void
  /** Others are shown off. */
  offered?: readonly Role[]
  error?: string | undefined
  disabled?: boolean
}) {
  return (
    <fieldset className="grid gap-0.5">
      <legend className="mb-1 font-label">Roles</legend>
      {ROLES.map((role) => {
        const beyond = !offered.includes(role)
        return (
          <Checkbox
            key={role}
            checked={value.includes(role)}
            disabled={disabled || beyond}
            label={capital(role)}
            hint={beyond ? 'You do not hold this role yourself' : capital(ROLE_DOES[role])}
            onCheckedChange={(on) =>
              onValueChange(ROLES.filter((each) => (each === role ? on : value.includes(each))))
            }
          />
        )
      })}
      {error && (
        <span role="alert" className="flex items-center gap-1.25 text-12 text-failed-fg">
          <CircleX className="size-3.5" aria-hidden />
          {capital(error)}
        </span>
      )}
    </fieldset>
  )
}
