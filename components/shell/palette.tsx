'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { Activity, Bot, Inbox, ScrollText, Search, Workflow, type LucideIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog as Radix } from 'radix-ui'
import { useDeferredValue, useState, type ReactNode } from 'react'
import { boundHotkeys } from '@/components/ui/hotkeys'
import { Kbd } from '@/components/ui/kbd'
import { usePaletteActions } from './palette-actions'
import { showKeys } from './show-keys'
import { useTRPC } from './trpc'
import { useNavItems } from './use-nav-items'
import type { Found } from './shell-types'

/** Reaches everything: pages, what is in the workspace, what can be done here. */
export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="appear fixed inset-0 z-palette bg-[rgb(11_12_14/0.24)]" />
        <Radix.Content
          data-modal
          aria-describedby={undefined}
          className="appear fixed top-[12vh] left-1/2 z-palette w-[min(600px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-8 border border-line-strong bg-raised shadow-dialog outline-none"
        >
          <Radix.Title className="sr-only">Search or command</Radix.Title>
          <PaletteBody close={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const PLACES: Record<Found['kind'], { icon: LucideIcon; href: (key: string) => string }> = {
  team: { icon: Workflow, href: (key) => `/teams/${key}` },
  agent: { icon: Bot, href: (key) => `/agents?agent=${key}` },
  run: { icon: Activity, href: (key) => `/runs/${key}` },
  review: { icon: Inbox, href: (key) => `/inbox?review=${key}` },
}
const FOUND = [
  ['team', 'Teams'],
  ['run', 'Runs'],
  ['agent', 'Agents'],
  ['review', 'Waiting for a person'],
] as const

/** Groups of keys that stand elsewhere in the palette, or make no sense from it. */
const ELSEWHERE = ['Go to', 'Everywhere', 'List']

function PaletteBody({ close }: { close: () => void }) {
  const router = useRouter()
  const trpc = useTRPC()
  const { all } = useNavItems()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const { data: found = [] } = useQuery(
    trpc.overview.search.queryOptions(
      { text: asked },
      { placeholderData: keepPreviousData, staleTime: 2000 },
    ),
  )
  const [here] = useState(() =>
    boundHotkeys().filter(({ label, group, run }) => label && run && !ELSEWHERE.includes(group ?? '')),
  )
  const actions = usePaletteActions()
  const go = (href: string) => {
    close()
    router.push(href)
  }
  return (
    <Command
      label="Search or command"
      loop
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-fg-3"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-3">
        <Search className="size-4 text-fg-3" aria-hidden />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Find a team, a run, an agent, or a command"
          className="h-11 flex-1 bg-transparent text-14 outline-none"
        />
        <Kbd keys="Esc" />
      </div>
      <Command.List className="max-h-[min(420px,60vh)] overflow-auto pb-1.5">
        {here.length > 0 && (
          <Command.Group heading="On this page">
            {here.map((key) => (
              <Row
                key={key.keys ?? key.label}
                value={`here ${key.label}`}
                {...(key.keys !== undefined && { keys: showKeys(key.keys) })}
                onSelect={() => {
                  close()
                  // After the dialog has given the focus back, as if the key had been pressed.
                  setTimeout(() => key.run?.(new KeyboardEvent('keydown')), 30)
                }}
              >
                {key.label}
              </Row>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Go to">
          {all.map(({ href, label, icon, key }) => (
            <Row
              key={href}
              value={`go to ${label}`}
              icon={icon}
              keys={`G ${key.toUpperCase()}`}
              onSelect={() => go(href)}
            >
              {label}
            </Row>
          ))}
        </Command.Group>
        <Command.Group heading="Do">
          {actions.map(({ label, icon, href, run }) => (
            <Row
              key={label}
              value={`do ${label}`}
              icon={icon}
              onSelect={() => {
                if (href) return go(href)
                close()
                run?.()
              }}
            >
              {label}
            </Row>
          ))}
        </Command.Group>
        {FOUND.map(([kind, heading]) => {
          const rows = found.filter((each) => each.kind === kind)
          if (rows.length === 0) return null
          const { icon, href } = PLACES[kind]
          return (
            <Command.Group key={kind} heading={heading}>
              {rows.map(({ key, title, detail }) => (
                <Row
                  key={key}
                  value={`${kind} ${title} ${key}`}
                  icon={icon}
                  detail={detail}
                  onSelect={() => go(href(key))}
                >
                  {title}
                </Row>
              ))}
            </Command.Group>
          )
        })}
        {asked && (
          <Command.Group heading="On the record" forceMount>
            <Row
              value={`record ${asked}`}
              icon={ScrollText}
              forceMount
              onSelect={() => go(`/record?text=${encodeURIComponent(asked)}`)}
            >
              Find “{asked}” on the record
            </Row>
          </Command.Group>
        )}
      </Command.List>
    </Command>
  )
}

function Row(props: {
  value: string
  icon?: LucideIcon
  detail?: string
  keys?: string
  /** Stays whatever is typed. */
  forceMount?: boolean
  onSelect: () => void
  children: ReactNode
}) {
  const Icon = props.icon
  return (
    <Command.Item
      value={props.value}
      forceMount={props.forceMount ?? false}
      onSelect={props.onSelect}
      className="mx-1.5 flex min-h-8 items-center gap-2.5 rounded-6 px-1.5 data-[selected=true]:bg-press max-sm:min-h-11"
    >
      {Icon ? <Icon className="size-4 shrink-0 text-fg-3" aria-hidden /> : <span className="w-4" />}
      <span className="truncate">{props.children}</span>
      {props.detail && <span className="min-w-0 flex-1 truncate text-fg-3">{props.detail}</span>}
      {props.keys && <Kbd keys={props.keys} className="ml-auto" />}
    </Command.Item>
  )
}
