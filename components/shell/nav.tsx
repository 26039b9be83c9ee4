'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { figure } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { Tooltip } from '@/components/ui/tooltip'
import { isHere, type NavItem } from './nav-items'
import { SandboxNote } from './sandbox-note'
import { useSession } from './session'
import { useNavItems } from './use-nav-items'
import { UserMenu } from './user-menu'
import { WorkspaceMenu } from './workspace-menu'

/** Where one can go. As a rail it shows icons, with their words as tooltips. */
export function Nav({ rail }: { rail: boolean }) {
  const { work, workspace } = useNavItems()
  return (
    <nav
      aria-label="Main"
      className={cx(
        'z-panel flex min-h-0 flex-col gap-px overflow-y-auto border-r border-line bg-frame p-2 [scrollbar-width:none] max-md:hidden',
        rail && 'items-center',
      )}
    >
      <WorkspaceMenu rail={rail} />
      <NavList items={work} rail={rail} />
      {rail ? (
        <span className="my-2 h-px w-5 shrink-0 bg-line-strong" />
      ) : (
        <span className="px-2 pt-3.5 pb-1 text-12 text-fg-3">Workspace</span>
      )}
      <NavList items={workspace} rail={rail} />
      <div className="mt-auto grid gap-2 pt-4">
        <SandboxNote rail={rail} />
        <UserMenu rail={rail} />
      </div>
    </nav>
  )
}

function NavList({ items, rail }: { items: readonly NavItem[]; rail: boolean }) {
  const path = usePathname()
  const { counts } = useSession()
  return items.map((item) => {
    const count = item.count ? counts[item.count] : 0
    return <NavLink key={item.href} item={item} here={isHere(item.href, path)} count={count} rail={rail} />
  })
}

function NavLink({
  item: { href, label, icon: Icon, key, count: kind },
  here,
  count,
  rail,
}: {
  item: NavItem
  here: boolean
  count: number
  rail: boolean
}) {
  const link = (
    <Link
      href={href}
      aria-current={here ? 'page' : undefined}
      aria-label={rail ? (count ? `${label}, ${figure(count)}` : label) : undefined}
      className={cx(
        'flex shrink-0 items-center rounded-6 text-fg-2 transition-colors duration-fast hover:bg-hover',
        rail ? 'relative size-8 justify-center' : 'h-7 gap-2.25 px-2',
        here && 'bg-press font-label text-fg hover:bg-press',
      )}
    >
      <Icon className={cx('size-4 shrink-0', here ? 'text-fg' : 'text-fg-3')} aria-hidden />
      {!rail && label}
      {!rail && count > 0 && <span className="ml-auto text-12 font-text text-fg-3">{figure(count)}</span>}
      {rail && kind === 'inbox' && count > 0 && (
        <span className="absolute top-0.75 right-0.75 size-1.75 rounded-full bg-waiting-mark shadow-[0_0_0_2px_var(--bg-frame)]" />
      )}
    </Link>
  )
  if (!rail) return link
  return (
    <Tooltip content={label} kbd={`G ${key.toUpperCase()}`} side="right">
      {link}
    </Tooltip>
  )
}
