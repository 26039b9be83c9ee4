'use client'

import { useQuery } from '@tanstack/react-query'
import { FileUp, Plus } from 'lucide-react'
import { parseAsString, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { KINDS, LOOKS } from '@/components/canvas/kinds/looks'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SearchInput } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Skeleton } from '@/components/ui/skeleton'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { ImportDialog } from './import-dialog'
import { NameDialog } from './name-dialog'
import { TemplateCard } from './template-card'
import type { ListedTemplate } from './team-types'

/** Templates as pictures of their graph, an empty canvas, or a file. */
export function NewTeamScreen() {
  const mayEdit = useMay('team.edit')
  const [{ q, area, import: importing }, setQuery] = useQueryStates({
    q: parseAsString.withDefault(''),
    area: parseAsString.withDefault('all'),
    import: parseAsString,
  })
  const [naming, setNaming] = useState<ListedTemplate | 'empty'>()
  const { data, error, refetch } = useQuery(useTRPC().teams.templates.queryOptions())
  const areas = [...new Set(data?.map((template) => template.area))]
  const wanted = q.trim().toLowerCase()
  const shown = data?.filter(
    (template) =>
      (area === 'all' || template.area === area) &&
      `${template.name} ${template.about}`.toLowerCase().includes(wanted),
  )
  useHotkeys([
    {
      keys: '/',
      label: 'Find a template',
      run: () => document.querySelector<HTMLInputElement>('#find-template')?.focus(),
    },
  ])
  if (!mayEdit) {
    return (
      <Page title="New team" crumbs={[{ label: 'Teams', href: '/teams' }]}>
        <EmptyState title="Drawing teams needs the operator’s role">An admin can give it to you.</EmptyState>
      </Page>
    )
  }
  return (
    <Page
      title="New team"
      crumbs={[{ label: 'Teams', href: '/teams' }]}
      actions={
        <>
          <Button icon={FileUp} onClick={() => void setQuery({ import: '1' })}>
            Import YAML
          </Button>
          <Button icon={Plus} onClick={() => setNaming('empty')}>
            Empty canvas
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-2 px-5 py-2.5 max-sm:px-4">
        <SearchInput
          id="find-template"
          label="Find a template"
          value={q}
          onValueChange={(text) => void setQuery({ q: text || null })}
        />
        {areas.length > 1 && (
          <SegmentedControl
            label="Area"
            value={area}
            onValueChange={(next) => void setQuery({ area: next === 'all' ? null : next })}
            options={[
              { value: 'all', label: 'All', count: data?.length ?? 0 },
              ...areas.map((value) => ({
                value: value,
                label: value,
                count: data?.filter((template) => template.area === value).length ?? 0,
              })),
            ]}
          />
        )}
        <ul
          className="flex basis-full flex-wrap gap-x-3.5 gap-y-1 text-12 text-fg-2 max-lg:hidden"
          aria-label="Marks in the pictures"
        >
          {KINDS.map((kind) => {
            const { icon: Icon, short } = LOOKS[kind]
            return (
              <li key={kind} className="inline-flex items-center gap-1.5">
                <Icon className="size-3.5 text-fg-3" aria-hidden />
                {short.toLowerCase()}
              </li>
            )
          })}
        </ul>
      </div>
      {error ? (
        <ErrorState title="The templates could not be read" onRetry={() => refetch()}>
          {messageOf(error)}
        </ErrorState>
      ) : shown?.length === 0 ? (
        <EmptyState
          title="No template is called that"
          action={<Button onClick={() => setNaming('empty')}>Start from an empty canvas</Button>}
        />
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3.5 px-5 pb-6 max-sm:px-4">
          {!shown &&
            Array.from({ length: 4 }, (_, index) => (
              <li key={index} className="h-61 rounded-8 border border-line p-4">
                <Skeleton className="mt-36 w-40" />
              </li>
            ))}
          {shown?.map((template) => (
            <TemplateCard key={template.key} template={template} onUse={() => setNaming(template)} />
          ))}
        </ul>
      )}
      {naming && <NameDialog from={naming} onClose={() => setNaming(undefined)} />}
      {importing !== null && <ImportDialog onClose={() => void setQuery({ import: null })} />}
    </Page>
  )
}
