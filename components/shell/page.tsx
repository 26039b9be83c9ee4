'use client'

import { ChevronRight, Search } from 'lucide-react'
import Link from 'next/link'
import { Fragment, useEffect, type ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { Kbd } from '@/components/ui/kbd'
import { Skeleton, SkeletonList } from '@/components/ui/skeleton'
import { useInBrowser } from './in-browser'
import { LiveIndicator } from './live'
import { useShell } from './shell-state'
import { showKeys } from './show-keys'

export interface PageProps {
  /** Where am I; also the window's title. */
  title: string
  /** The way here, above the title: `[{ label: 'Teams', href: '/teams' }]`. */
  crumbs?: readonly { label: string; href: string }[]
  /** A few quiet words beside the title: a count, a date, a state. */
  detail?: ReactNode
  /** What I can do here: buttons, at the right. */
  actions?: ReactNode
  /** Shows whether the page keeps itself true. */
  live?: boolean
  /** The page's body scrolls by itself unless its parts do. */
  scroll?: boolean
  className?: string
  children: ReactNode
}

/** One screen: the bar that says where I am and what I can do, and the body below it. */
export function Page({
  title,
  crumbs = [],
  detail,
  actions,
  live = false,
  scroll = true,
  className,
  children,
}: PageProps) {
  useEffect(() => {
    document.title = `${title} · Baton`
  }, [title])
  return (
    <div className="grid min-h-0 min-w-0 grid-rows-[var(--bar)_minmax(0,1fr)]">
      <header className="flex min-w-0 items-center gap-2 border-b border-line pr-3 pl-5 max-sm:pl-4">
        <div className="flex min-w-0 items-center gap-2 whitespace-nowrap text-fg-3">
          {crumbs.map(({ label, href }) => (
            <Fragment key={href}>
              <Link href={href} className="flex min-h-6 items-center rounded-4 hover:text-fg max-sm:hidden">
                {label}
              </Link>
              <ChevronRight className="size-3.5 shrink-0 max-sm:hidden" aria-hidden />
            </Fragment>
          ))}
          <h1
            title={title}
            className="truncate font-strong text-fg max-sm:line-clamp-2 max-sm:leading-tight max-sm:whitespace-normal"
          >
            {title}
          </h1>
          {detail && <span className="min-w-0 truncate max-sm:hidden">{detail}</span>}
        </div>
        <div className="ml-auto flex items-center gap-2">
          {live && <LiveIndicator className="max-sm:hidden" />}
          {actions}
          <PaletteButton />
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={cx('min-h-0 min-w-0 outline-none', scroll && 'overflow-auto', className)}
      >
        {children}
      </main>
    </div>
  )
}

function PaletteButton() {
  const { openPalette } = useShell()
  const keys = useInBrowser() ? showKeys('mod+k') : 'Ctrl K'
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-label="Search or command"
      aria-keyshortcuts="Meta+K Control+K"
      className="ml-1.5 flex h-7 w-52 items-center gap-2 rounded-6 border border-line bg-sunken pr-1.5 pl-2 text-fg-3 hover:border-line-strong max-lg:w-auto max-sm:size-11 max-sm:justify-center max-sm:border-0 max-sm:bg-transparent max-sm:p-0"
    >
      <Search className="size-3.5 max-sm:size-4" aria-hidden />
      <span className="flex-1 text-left max-lg:hidden">Search or command</span>
      <Kbd keys={keys} />
    </button>
  )
}

/** Before the page is alive: the shape of the bar and of a list. */
export function PageSkeleton() {
  return (
    <div className="grid min-h-0 grid-rows-[var(--bar)_minmax(0,1fr)]">
      <div className="flex items-center border-b border-line px-5">
        <Skeleton className="w-28" />
      </div>
      <main id="main">
        <SkeletonList rows={10} />
      </main>
    </div>
  )
}
