'use client'

import { Menu } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Sheet } from '@/components/ui/sheet'
import { InBrowser } from './in-browser'
import { isHere, WORK } from './nav-items'
import { SandboxNote } from './sandbox-note'
import { useSession } from './session'
import { useNavItems } from './use-nav-items'
import { UserMenu } from './user-menu'
import { WorkspaceMenu } from './workspace-menu'

const FIRST = ['/', '/inbox', '/runs', '/teams']
const slot =
  'relative grid h-14 flex-1 content-center justify-items-center gap-0.5 text-12 text-fg-3 -outline-offset-2'

/** On narrow screens: the four places of the thumb, and all others in a sheet. */
export function MobileNav() {
  const path = usePathname()
  const { counts } = useSession()
  const { all } = useNavItems()
  const [open, setOpen] = useState(false)
  const first = FIRST.flatMap((href) => WORK.filter((item) => item.href === href))
  return (
    <nav
      aria-label="Main"
      className="flex border-t border-line bg-frame pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {first.map(({ href, label, icon: Icon, count }) => {
        const here = isHere(href, path)
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={cx(slot, here && 'font-label text-fg')}
          >
            <Icon className="size-5" aria-hidden />
            {label}
            {count === 'inbox' && counts.inbox > 0 && (
              <span className="absolute top-1.5 left-1/2 ml-2 min-w-4 rounded-full bg-fg px-1 text-center text-12 leading-4 font-label text-page">
                {counts.inbox}
              </span>
            )}
          </Link>
        )
      })}
      <button type="button" className={slot} onClick={() => setOpen(true)} aria-expanded={open}>
        <Menu className="size-5" aria-hidden />
        More
      </button>
      <InBrowser>
        <Sheet open={open} onOpenChange={setOpen} title="Baton" side="bottom">
          <div className="grid gap-px p-3">
            <WorkspaceMenu />
            {all
              .filter(({ href }) => !FIRST.includes(href))
              .map(({ href, label, icon: Icon }) => (
                <Link
                  key={href}
                  href={href}
                  onClick={() => setOpen(false)}
                  aria-current={isHere(href, path) ? 'page' : undefined}
                  className="flex h-11 items-center gap-3 rounded-6 px-2 text-14 hover:bg-hover aria-[current]:bg-press"
                >
                  <Icon className="size-4 text-fg-3" aria-hidden />
                  {label}
                </Link>
              ))}
            <div className="mt-3 grid gap-2 border-t border-line pt-3">
              <SandboxNote />
              <UserMenu />
            </div>
          </div>
        </Sheet>
      </InBrowser>
    </nav>
  )
}
