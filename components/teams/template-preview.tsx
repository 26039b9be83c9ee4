'use client'

import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { GraphView } from '@/components/canvas/graph-view'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { AutonomyLevel } from '@/components/ui/autonomy-level'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { Tag } from '@/components/ui/tag'
import type { ListedTemplate } from './team-types'
import type { useTemplate } from './use-template'

/** All of a template before it is used: its graph, what there is to see, who works in it, what it needs, its cases. */
export function TemplatePreview({
  template,
  using,
  onClose,
}: {
  template: ListedTemplate
  using: ReturnType<typeof useTemplate>
  onClose: () => void
}) {
  const [name, setName] = useState(template.name)
  const { use, error, making } = using
  const { about, shows, agents, needs, cases, calls } = template
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="xl"
      title={template.name}
      description={about}
      footer={
        <form
          className="flex w-full flex-wrap items-end justify-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            // Its own name is numbered where a team is called that already.
            void use(template, name.trim() === template.name ? undefined : name.trim())
          }}
        >
          <div className="min-w-60 flex-1">
            <FormField
              label="Name of your team"
              required
              error={error ? (problemAt(error, '/name') ?? messageOf(error)) : undefined}
            >
              <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
            </FormField>
          </div>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={!name.trim()} busy={making === template.key}>
            Open the studio
          </Button>
        </form>
      }
    >
      <div className="grid gap-4">
        <Graph template={template} />
        <div className="grid items-start gap-x-6 gap-y-4 md:grid-cols-2">
          {shows.length > 0 && (
            <Part title="What there is to see">
              <ul className="grid list-disc gap-1 pl-4 text-fg-2">
                {shows.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </Part>
          )}
          <Part title="Agents">
            {agents.length === 0 && <p className="text-fg-3">None: it works by rules alone.</p>}
            <ul className="grid gap-2">
              {agents.map((agent) => (
                <li key={agent.slug}>
                  <p className="flex flex-wrap items-center gap-x-2">
                    <b className="font-label">{agent.name}</b>
                    <AutonomyLevel level={agent.autonomy} word />
                    <span className="text-12 text-fg-3">{agent.owner} answers for it</span>
                  </p>
                  <p className="text-fg-2">{agent.job}</p>
                </li>
              ))}
            </ul>
          </Part>
          {cases.length > 0 && (
            <Part title="Test cases">
              <ul className="grid gap-1.5">
                {cases.map((one) => (
                  <li key={one.name}>
                    <p className="flex items-center gap-2">
                      <span className="min-w-0 font-label">{one.name}</span>
                      <Tag>{one.kind}</Tag>
                    </p>
                    {one.about && <p className="text-12 text-fg-2">{one.about}</p>}
                  </li>
                ))}
              </ul>
            </Part>
          )}
          {(needs.length > 0 || calls.length > 0) && (
            <Part title="What it needs">
              <ul className="grid gap-1.5">
                {needs.map((need) => (
                  <li key={need.connection}>
                    <p className="flex items-center gap-2">
                      <span className="min-w-0 font-label">{need.name}</span>
                      <Tag>{THERE[need.there ?? 'none']}</Tag>
                    </p>
                    <p className="text-12 text-fg-2">{need.for}</p>
                  </li>
                ))}
                {calls.map((called) => (
                  <li key={called} className="flex items-center gap-2">
                    <span className="font-label">{called}</span>
                    <Tag>team, comes with it</Tag>
                  </li>
                ))}
              </ul>
            </Part>
          )}
        </div>
      </div>
    </Dialog>
  )
}

/** What the workspace has of a connection's name. */
const THERE = {
  own: 'there',
  practice: 'there, for practice',
  none: 'comes with it, for practice',
} as const

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid content-start gap-1.5">
      <h3 className="text-12 font-label text-fg-3">{title}</h3>
      {children}
    </section>
  )
}

/** What is said of it is in sight below, too. */
const GRAPH_HEIGHT = 360

function Graph({ template }: { template: ListedTemplate }) {
  const { data, error, refetch, isFetching } = useQuery(
    useTRPC().teams.template.queryOptions({ key: template.key }),
  )
  if (error)
    return (
      <ErrorState
        className="m-0"
        title="The graph could not be read"
        onRetry={() => refetch()}
        retrying={isFetching}
      >
        {messageOf(error)}
      </ErrorState>
    )
  if (!data) return <Skeleton className="h-90 rounded-6 border border-line bg-sunken" />
  return (
    <GraphView
      document={data.document}
      label={`Graph of ${template.name}`}
      within={GRAPH_HEIGHT}
      className="rounded-6 border border-line"
    />
  )
}
