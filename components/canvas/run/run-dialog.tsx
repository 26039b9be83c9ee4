'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ContractForm } from '@/components/contracts/contract-form'
import { EnvironmentField } from '@/components/publishing/environment-field'
import { usePublishing } from '@/components/publishing/use-publishing'
import { PriorityField } from '@/components/runs/priority-field'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { exampleOf } from '@/domain/contract/example'
import { validateInstance } from '@/domain/contract/evaluate'
import { isRecord } from '@/domain/contract/json-schema'
import { showRef } from '@/domain/contract/contract'
import type { Priority } from '@/domain/run/priority'
import { useTest } from '../bench/use-test'
import type { PublishedVersion, StudioData } from '../studio/studio-data'

/** Starts a run of the published version with an input that fits its trigger. */
export function RunDialog({
  team,
  changed,
  onClose,
  onPublish,
  onStarted,
}: {
  team: StudioData['team']
  /** The draft differs from what is published. */
  changed: boolean
  onClose: () => void
  onPublish: () => void
  onStarted: (id: string) => void
}) {
  const [environment, setEnvironment] = useState<string | null>(null)
  const { nameOf } = usePublishing()
  const test = useTest()
  const number =
    environment === null
      ? team.published?.number
      : team.current.find((each) => each.environment === environment)?.number
  if (team.current.length === 0) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title="Publish it first"
        description="Runs take a published version, so that what ran can always be shown. This team has none yet. The draft can be tried under Test: nothing is written outside."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              onClick={() => {
                onClose()
                test.open()
              }}
            >
              Test the draft
            </Button>
            <Button variant="primary" onClick={onPublish}>
              Publish…
            </Button>
          </>
        }
      />
    )
  }
  const choose = (
    <EnvironmentField
      value={environment}
      onChange={setEnvironment}
      hint="The version that is current there runs"
    />
  )
  if (number === undefined)
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={`Run ${team.name}`}
        description={`Nothing of it is current ${environment === null ? 'where runs go unless they say otherwise' : `in ${nameOf(environment)}`} yet. Choose another environment, or promote a version there.`}
        footer={<Button onClick={onClose}>Cancel</Button>}
      >
        {choose}
      </Dialog>
    )
  return (
    <WithVersion key={number} slug={team.slug} number={number} name={team.name} onClose={onClose}>
      {(version) => (
        <RunForm
          team={team}
          version={version}
          environment={environment}
          choose={choose}
          changed={changed}
          onClose={onClose}
          onPublish={onPublish}
          onStarted={onStarted}
        />
      )}
    </WithVersion>
  )
}

function WithVersion({
  slug,
  number,
  name,
  onClose,
  children,
}: {
  slug: string
  number: number
  name: string
  onClose: () => void
  children: (version: PublishedVersion) => React.ReactNode
}) {
  const { data, error, refetch } = useQuery(useTRPC().teams.version.queryOptions({ slug, number }))
  if (data) return children(data)
  return (
    <Dialog open onOpenChange={onClose} title={`Run ${name}`} size="md">
      {error ? (
        <ErrorState title="The version could not be read" onRetry={() => refetch()}>
          {messageOf(error)}
        </ErrorState>
      ) : (
        <Skeleton className="my-4 w-60" />
      )}
    </Dialog>
  )
}

function RunForm({
  team,
  version,
  environment,
  choose,
  changed,
  onClose,
  onPublish,
  onStarted,
}: {
  team: StudioData['team']
  version: PublishedVersion
  environment: string | null
  choose: React.ReactNode
  changed: boolean
  onClose: () => void
  onPublish: () => void
  onStarted: (id: string) => void
}) {
  const trigger = version.bundle.nodes[version.bundle.entry]
  const ref = trigger && 'produces' in trigger ? trigger.produces : undefined
  const schema = ref === undefined ? true : (version.bundle.contracts[ref]?.schema ?? true)
  const [value, setValue] = useState<Record<string, unknown>>(() => {
    const example = exampleOf(schema)
    return isRecord(example) ? example : {}
  })
  const [shadow, setShadow] = useState(false)
  const [priority, setPriority] = useState<Priority>('normal')
  const [tried, setTried] = useState(false)
  const start = useMutation(useTRPC().runs.start.mutationOptions({ onError: () => undefined }))
  const misfits = validateInstance(schema, value, { formats: 'assertion' })
  const submit = async () => {
    setTried(true)
    if (misfits.length > 0 || start.isPending) return
    try {
      const { id } = await start.mutateAsync({
        team: team.slug,
        input: value,
        mode: shadow ? 'shadow' : 'live',
        priority,
        ...(environment === null ? {} : { environment }),
      })
      onStarted(id)
    } catch {
      // Shown below; what was typed stays.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="md"
      focus="field"
      title={`Run ${team.name} v${version.number}`}
      description={ref === undefined ? undefined : `It starts with ${showRef(ref)}.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={start.isPending} onClick={() => void submit()}>
            {shadow ? 'Start, effects simulated' : 'Start the run'}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {changed && (
          <p className="flex items-center gap-3 rounded-6 border border-line bg-sunken px-2.5 py-2">
            <span className="flex-1">
              What you drew since v{version.number} is not in it. Publish to run it.
            </span>
            <Button size="sm" onClick={onPublish}>
              Publish…
            </Button>
          </p>
        )}
        <ContractForm
          schema={schema}
          value={value}
          onChange={setValue}
          problems={start.error ? problemsOf(start.error) : tried ? misfits : []}
        />
        {choose}
        <PriorityField value={priority} onChange={setPriority} />
        <Checkbox
          label="Simulate the effects"
          hint="Everything else is real: models, money, reviews. Nothing is written outside."
          checked={shadow}
          onCheckedChange={setShadow}
        />
        {start.error && (
          <ErrorState className="m-0" title="The run did not start">
            {messageOf(start.error)}
          </ErrorState>
        )}
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
