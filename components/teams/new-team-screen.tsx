'use client'

import { useQuery } from '@tanstack/react-query'
import { FileUp, Plus } from 'lucide-react'
import { parseAsString, useQueryStates } from 'nuqs'
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
import { useGridKeys } from '@/components/ui/use-grid-keys'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { ImportDialog } from './import-dialog'
import { NameDialog } from './name-dialog'
import { TemplateCard } from './template-card'
import { TemplatePreview } from './template-preview'
import type { ListedTemplate } from './team-types'
import { useTemplate } from './use-template'

/** Templates as pictures of their graph, an empty canvas, or a file. */
export function NewTeamScreen() {
  const mayEdit = useMay('team.edit')
  const [{ q, area, look, import: importing, empty }, setQuery] = useQueryStates({
    q: parseAsString.withDefault(''),
    area: parseAsString.withDefault('all'),
    look: parseAsString,
    import: parseAsString,
    empty: parseAsString,
  })
  const using = useTemplate()
  const { data, error, refetch, isFetching } = useQuery(useTRPC().teams.templates.queryOptions())
  const areas = [...new Set(data?.map((template) => template.area))]
  const shown = data?.filter(
    (template) => (area === 'all' || template.area === area) && isFound(template, q.trim().toLowerCase()),
  )
  const looked = data?.find(({ key }) => key === look)
  const { cellProps } = useGridKeys({
    count: shown?.length ?? 0,
    onEnter: (index) => {
      const template = shown?.[index]
      if (template) void using.use(template)
    },
  })
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
          <Button icon={FileUp} className="max-sm:hidden" onClick={() => void setQuery({ import: '1' })}>
            Import YAML
          </Button>
          <Button icon={Plus} onClick={() => void setQuery({ empty: '1' })}>
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
        <Legend templates={shown ?? []} />
      </div>
      {using.error && !looked && (
        <ErrorState title="The team was not made">{messageOf(using.error)}</ErrorState>
      )}
      {error ? (
        <ErrorState title="The templates could not be read" onRetry={() => refetch()} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : shown?.length === 0 ? (
        <EmptyState
          title="No template is called that"
          action={<Button onClick={() => void setQuery({ empty: '1' })}>Start from an empty canvas</Button>}
        />
      ) : (
        <ul
          aria-label="Templates"
          className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3.5 px-5 pt-0.5 pb-6 max-sm:px-4"
        >
          {!shown &&
            Array.from({ length: 4 }, (_, index) => (
              <li key={index} className="h-61 rounded-8 border border-line p-4">
                <Skeleton className="mt-36 w-40" />
              </li>
            ))}
          {shown?.map((template, index) => (
            <TemplateCard
              key={template.key}
              template={template}
              cell={cellProps(index)}
              busy={using.making === template.key}
              onLook={() => void setQuery({ look: template.key })}
              onUse={() => void using.use(template)}
            />
          ))}
        </ul>
      )}
      {looked && (
        <TemplatePreview
          key={looked.key}
          template={looked}
          using={using}
          onClose={() => void setQuery({ look: null })}
        />
      )}
      {empty !== null && <NameDialog onClose={() => void setQuery({ empty: null })} />}
      {importing !== null && <ImportDialog onClose={() => void setQuery({ import: null })} />}
    </Page>
  )
}

const isFound = ({ name, about, shows, agents }: ListedTemplate, wanted: string): boolean =>
  [name, about, ...shows, ...agents.map(({ job }) => job)].join(' ').toLowerCase().includes(wanted)

/** What the signs in the pictures that are in sight stand for. */
function Legend({ templates }: { templates: readonly ListedTemplate[] }) {
  const drawn = new Set(templates.flatMap(({ graph }) => graph.nodes.map(({ kind }) => kind)))
  return (
    <ul
      className="ml-auto flex flex-wrap gap-x-3.5 gap-y-1 text-12 text-fg-2 max-lg:hidden"
      aria-label="Signs in the pictures"
    >
      {KINDS.filter((kind) => drawn.has(kind)).map((kind) => {
        const { icon: Icon, short } = LOOKS[kind]
        return (
          <li key={kind} className="inline-flex items-center gap-1.5">
            <Icon className="size-3.5 text-fg-3" aria-hidden />
            {short.toLowerCase()}
          </li>
        )
      })}
    </ul>
  )
}
