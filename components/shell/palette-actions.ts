'use client'

import {
  ArrowLeftRight,
  FileUp,
  KeyRound,
  Keyboard,
  LogOut,
  MonitorSmartphone,
  Users,
  Plus,
  UserRoundPlus,
  Workflow,
  type LucideIcon,
} from 'lucide-react'
import type { Permission } from '@/domain/policy/permission'
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
  { label: 'Empty canvas', icon: Workflow, href: '/teams/new?empty=1', needs: 'team.edit' },
  { label: 'Import a team from YAML', icon: FileUp, href: '/teams/new?import=1', needs: 'team.edit' },
  { label: 'Paste a model key', icon: KeyRound, href: '/models?add=provider', needs: 'model.edit' },
  { label: 'Add a member', icon: UserRoundPlus, href: '/members?add=1', needs: 'member.edit' },
  {
    label: 'Groups and who decides which reviews',
    icon: Users,
    href: '/settings/people',
    needs: 'member.read',
  },
  { label: 'Where you are signed in', icon: MonitorSmartphone, href: '/settings#sessions' },
  { label: 'Create an API token', icon: KeyRound, href: '/settings?add=token', needs: 'token.edit' },
]

/** What can be done from anywhere, as far as the person may. */
export function usePaletteActions(): PaletteAction[] {
  const { may, workspace, workspaces } = useSession()
  const { showKeys } = useShell()
  return [
    ...LINKS.filter(({ needs }) => !needs || may.includes(needs)),
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
