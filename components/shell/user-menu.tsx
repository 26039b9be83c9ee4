'use client'

import { Keyboard, LogOut } from 'lucide-react'
import { Avatar } from '@/components/ui/avatar'
import { cx } from '@/components/ui/cx'
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/dropdown-menu'
import { ROLE_DOES, rolesInWords } from './roles'
import { useSession } from './session'
import { useShell } from './shell-state'
import { leave } from './sign-out'

/** Who is here, what their roles let them do, and the way out. */
export function UserMenu({ rail = false }: { rail?: boolean }) {
  const { person, roles } = useSession()
  const { showKeys } = useShell()
  return (
    <DropdownMenu
      side="top"
      className="w-72"
      trigger={
        <button
          type="button"
          aria-label={`${person.name}, ${rolesInWords(roles)}`}
          className={cx(
            'flex shrink-0 items-center gap-2 rounded-6 text-left hover:bg-hover',
            rail ? 'size-8 justify-center' : 'w-full p-1.5',
          )}
        >
          <Avatar name={person.name} large />
          {!rail && (
            <span className="grid min-w-0">
              <span className="truncate">{person.name}</span>
              <span className="truncate text-12 text-fg-3">{rolesInWords(roles)}</span>
            </span>
          )}
        </button>
      }
    >
      <MenuLabel>{person.email}</MenuLabel>
      {roles.map((role) => (
        <p key={role} className="px-2 py-1 text-12 text-fg-3">
          <b className="font-label text-fg">{role}</b> {ROLE_DOES[role]}
        </p>
      ))}
      <MenuSeparator />
      <MenuItem icon={Keyboard} kbd="?" onSelect={showKeys}>
        Keys
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void leave()}>
        Sign out
      </MenuItem>
    </DropdownMenu>
  )
}
