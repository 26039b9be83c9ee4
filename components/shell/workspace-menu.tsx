'use client'

import { ChevronsUpDown, Settings2, Users } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/dropdown-menu'
import { useSession } from './session'
import { switchWorkspace } from './switch-workspace'

/** Which workspace this is, and the way to the others. */
export function WorkspaceMenu({ rail = false }: { rail?: boolean }) {
  const { workspace, workspaces } = useSession()
  const router = useRouter()
  const name = workspace?.name ?? 'No workspace'
  return (
    <DropdownMenu
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`Workspace ${name}`}
          className="mb-2.5 flex h-8 w-full shrink-0 items-center gap-2 rounded-6 px-1.5 text-left font-strong hover:bg-hover"
        >
          <span
            aria-hidden
            className="grid size-5.5 shrink-0 place-items-center rounded-4 bg-fg text-12 text-page"
          >
            {name.charAt(0).toUpperCase()}
          </span>
          {!rail && (
            <>
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <ChevronsUpDown className="size-3.5 shrink-0 text-fg-3" aria-hidden />
            </>
          )}
        </button>
      }
    >
      <MenuLabel>Workspaces</MenuLabel>
      {workspaces.map((each) => (
        <MenuItem
          key={each.slug}
          checked={each.slug === workspace?.slug}
          onSelect={() => switchWorkspace(each.slug)}
        >
          {each.name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={Users} kbd="G P" onSelect={() => router.push('/members')}>
        Members
      </MenuItem>
      <MenuItem icon={Settings2} kbd="G S" onSelect={() => router.push('/settings')}>
        Settings
      </MenuItem>
    </DropdownMenu>
  )
}
