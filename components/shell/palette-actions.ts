'use client'

import {
  ArrowLeftRight,
  FileUp,
  KeyRound,
  Keyboard,
  LogOut,
  Plus,
  UserRoundPlus,
  type LucideIcon,
} from 'lucide-react'
import { permits, type Permission } from '@/domain/policy/permission'
import { useSession } from './session'
import { useShell } from './shell-state'
import { leave } from './sign-out'
import { switchWorkspace } from './switch-workspace'

export interface PaletteAction {
  label: string
  icon: LucideIcon
  href?: string
  run?: () => void
  needs?: Permission
}

const LINKS: readonly PaletteAction[] = [
  { label: 'New team', icon: Plus, href: '/teams/new', needs: 'team.edit' },
  { label: 'Import a team from YAML', icon: FileUp, href: '/teams/new?import=1', needs: 'team.edit' },
  { label: 'Paste a model key', icon: KeyRound, href: '/models?add=provider', needs: 'model.edit' },
  { label: 'Add a member', icon: UserRoundPlus, href: '/members?add=1', needs: 'member.edit' },
  { label: 'Create an API token', icon: KeyRound, href: '/settings?add=token', needs: 'token.edit' },
]

/** What can be done from anywhere, as far as the person's roles go. */
export function usePaletteActions(): PaletteAction[] {
  const { roles, workspace, workspaces } = useSession()
  const { showKeys } = useShell()
  return [
    ...LINKS.filter(({ needs }) => !needs || permits(roles, needs)),
    ...workspaces
      .filter(({ slug }) => slug !== workspace?.slug)
      .map(({ slug, name }) => ({
        label: `Switch to ${name}`,
        icon: ArrowLeftRight,
        run: () => switchWorkspace(slug),
      })),
    { label: 'Show the keys', icon: Keyboard, run: showKeys },
    { label: 'Sign out', icon: LogOut, run: () => void leave() },
  ]
}
