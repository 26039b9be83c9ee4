import {
  Activity,
  Bot,
  Cpu,
  FileJson2,
  Fingerprint,
  Inbox,
  LayoutDashboard,
  Plug,
  ScrollText,
  Server,
  Settings2,
  ShieldCheck,
  Users,
  Wallet,
  Workflow,
  type LucideIcon,
} from 'lucide-react'
import type { Permission } from '@/domain/policy/permission'

export interface NavItem {
  href: string
  label: string
  icon: LucideIcon
  /** Second key after G. */
  key: string
  count?: 'inbox' | 'runs'
  /** Shown only to who may. */
  needs?: Permission
}

export const WORK: readonly NavItem[] = [
  { href: '/', label: 'Overview', icon: LayoutDashboard, key: 'o' },
  { href: '/inbox', label: 'Inbox', icon: Inbox, key: 'i', count: 'inbox' },
  { href: '/teams', label: 'Teams', icon: Workflow, key: 't' },
  { href: '/runs', label: 'Runs', icon: Activity, key: 'r', count: 'runs' },
  { href: '/agents', label: 'Agents', icon: Bot, key: 'a' },
  { href: '/record', label: 'Record', icon: ScrollText, key: 'e' },
  { href: '/costs', label: 'Costs', icon: Wallet, key: 'c' },
]

export const WORKSPACE: readonly NavItem[] = [
  { href: '/contracts', label: 'Contracts', icon: FileJson2, key: 'k' },
  { href: '/models', label: 'Models', icon: Cpu, key: 'm' },
  { href: '/connections', label: 'Connections', icon: Plug, key: 'n' },
  { href: '/policies', label: 'Policies', icon: ShieldCheck, key: 'l', needs: 'policy.read' },
  { href: '/workers', label: 'Workers', icon: Server, key: 'w', needs: 'engine.read' },
  { href: '/members', label: 'Members', icon: Users, key: 'p' },
  { href: '/privacy', label: 'Privacy', icon: Fingerprint, key: 'y', needs: 'privacy.read' },
  { href: '/settings', label: 'Settings', icon: Settings2, key: 's' },
]

export const isHere = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)

/** The studio and a run fill the page: there the navigation is a rail. */
export const wantsRail = (path: string): boolean => /^\/(teams\/(?!new$)[^/]+|runs\/[^/]+)/.test(path)
