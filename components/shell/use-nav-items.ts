'use client'

import { WORK, WORKSPACE, type NavItem } from './nav-items'
import { useSession } from './session'

/** Where the person can go: the work, the workspace behind it, and both together. */
export function useNavItems(): Record<'work' | 'workspace' | 'all', readonly NavItem[]> {
  const { may } = useSession()
  const open = ({ needs }: NavItem) => !needs || may.includes(needs)
  const [work, workspace] = [WORK.filter(open), WORKSPACE.filter(open)]
  return { work, workspace, all: [...work, ...workspace] }
}
