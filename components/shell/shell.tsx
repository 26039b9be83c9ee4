'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useMemo, useState, type ReactNode } from 'react'
import { AccessBanner } from '@/components/people/access-banner'
import { cx } from '@/components/ui/cx'
import { Toaster } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { AwayBanner } from './away-banner'
import { InBrowser } from './in-browser'
import { LiveProvider } from './live'
import { MobileNav } from './mobile-nav'
import { Nav } from './nav'
import { wantsRail } from './nav-items'
import { PageSkeleton } from './page'
import { Palette } from './palette'
import { SessionProvider } from './session'
import { ShellContext } from './shell-state'
import { ShortcutSheet } from './shortcut-sheet'
import { useKeepSession } from './use-keep-session'
import { useNavItems } from './use-nav-items'
import type { Session } from './shell-types'

/** The frame around every screen: navigation, keys, palette, live line, toasts. */
export function Shell({ session, children }: { session: Session; children: ReactNode }) {
  return (
    <SessionProvider initial={session}>
      <LiveProvider>
        <Frame>{children}</Frame>
      </LiveProvider>
    </SessionProvider>
  )
}

function Frame({ children }: { children: ReactNode }) {
  const rail = wantsRail(usePathname())
  const [palette, setPalette] = useState(false)
  const [keys, setKeys] = useState(false)
  const state = useMemo(() => ({ openPalette: () => setPalette(true), showKeys: () => setKeys(true) }), [])
  useGlobalKeys(state)
  useKeepSession()
  return (
    <ShellContext value={state}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-toast -translate-y-16 rounded-6 border border-line-strong bg-raised px-3 py-1.5 font-label focus:translate-y-0"
      >
        Skip to content
      </a>
      <div
        className={cx(
          'grid h-dvh grid-rows-[minmax(0,1fr)] max-md:grid-rows-[minmax(0,1fr)_auto]',
          rail ? 'md:grid-cols-[var(--rail)_minmax(0,1fr)]' : 'md:grid-cols-[var(--nav)_minmax(0,1fr)]',
        )}
      >
        <Nav rail={rail} />
        <div className="grid min-h-0 min-w-0 grid-rows-[auto_minmax(0,1fr)] bg-page">
          <div className="min-w-0">
            <AwayBanner />
            <InBrowser>
              <AccessBanner />
            </InBrowser>
          </div>
          <InBrowser fallback={<PageSkeleton />}>{children}</InBrowser>
        </div>
        <MobileNav />
      </div>
      <InBrowser>
        <Palette open={palette} onOpenChange={setPalette} />
        <ShortcutSheet open={keys} onOpenChange={setKeys} />
        <Toaster />
      </InBrowser>
    </ShellContext>
  )
}

function useGlobalKeys({ openPalette, showKeys }: { openPalette: () => void; showKeys: () => void }): void {
  const router = useRouter()
  const { all } = useNavItems()
  useHotkeys([
    { keys: 'mod+k', label: 'Search or command', group: 'Everywhere', run: openPalette, whileTyping: true },
    { keys: '?', label: 'These keys', group: 'Everywhere', run: showKeys },
    ...all.map(({ href, label, key }) => ({
      keys: `g ${key}`,
      label,
      group: 'Go to',
      run: () => router.push(href),
    })),
  ])
}
