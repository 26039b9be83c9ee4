'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EnvironmentField } from '@/components/publishing/environment-field'
import { PriorityField } from '@/components/runs/priority-field'
import { otherwise, problemAt, problemsOf } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { TriggerKind, TriggerSettings } from '@/domain/trigger/trigger'
import { MappingFields } from './mapping-fields'
import { ScheduleFields } from './schedule-fields'
import type { ListedTrigger, TriggerList } from './trigger-types'

/** A trigger of a kind before it was ever saved. */
function blank(kind: TriggerKind, list: TriggerList, timeZone: string): TriggerSettings {
  const priority = 'normal'
  switch (kind) {
    case 'webhook':
      return { kind, name: '', config: { priority } }
    case 'schedule':
      return {
        kind,
        name: '',
        config: { cron: '0 9 * * MON-FRI', timeZone, input: list.entry.example, missed: 'one', priority },
      }
    case 'form':
      return { kind, name: '', config: { intro: '', membersOnly: false, priority } }
  }
}

const PLACES = ['/settings/name', '/settings/config']

/** Makes or changes a trigger. */
export function TriggerForm({
  kind,
  list,
  trigger,
  onSaved,
}: {
  kind: TriggerKind
  list: TriggerList
  trigger: ListedTrigger | undefined
  onSaved: (id: string, key: string | undefined) => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { workspace } = useSession()
  const [settings, setSettings] = useState<TriggerSettings>(
    () => trigger ?? blank(kind, list, workspace?.timeZone ?? 'UTC'),
  )
  const [enabled, setEnabled] = useState(trigger?.enabled ?? true)
  const [environment, setEnvironment] = useState(trigger?.environment ?? null)
  const save = useMutation(
    trpc.triggers.put.mutationOptions({
      onError: () => undefined,
      onSuccess: async ({ id, key }) => {
        await queryClient.invalidateQueries(trpc.triggers.pathFilter())
        toast({ title: `${settings.name} is saved` })
        onSaved(id, key)
      },
    }),
  )
  const message = otherwise(save.error, PLACES)
  const { name, config } = settings
  return (
    <form
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (save.isPending) return
        save.mutate({
          ...(trigger ? { id: trigger.id } : {}),
          team: list.team.slug,
          settings: { kind: settings.kind, name, config } as TriggerSettings,
          enabled,
          environment,
        })
      }}
    >
      {message && (
        <ErrorState title="Nothing was saved" className="m-0">
          {message}
        </ErrorState>
      )}
      <FormField
        label="Name"
        required
        hint={kind === 'form' ? 'Stands at the top of the page' : 'Runs say that it started them'}
        error={problemAt(save.error, '/settings/name')}
      >
        <Input
          autoFocus={!trigger}
          value={name}
          onChange={(event) => setSettings({ ...settings, name: event.target.value })}
        />
      </FormField>
      {settings.kind === 'schedule' && (
        <ScheduleFields
          config={settings.config}
          schema={list.entry.schema}
          problems={problemsOf(save.error)}
          onChange={(next) => setSettings({ ...settings, config: next })}
        />
      )}
      {settings.kind === 'webhook' && (
        <MappingFields
          mapping={settings.config.mapping}
          schema={list.entry.schema}
          problems={problemsOf(save.error)}
          onChange={(mapping) =>
            setSettings({
              ...settings,
              config: { priority: settings.config.priority, ...(mapping && { mapping }) },
            })
          }
        />
      )}
      {settings.kind === 'form' && (
        <>
          <FormField label="Words above the fields" error={problemAt(save.error, '/settings/config/intro')}>
            <Textarea
              rows={3}
              value={settings.config.intro}
              onChange={(event) =>
                setSettings({ ...settings, config: { ...settings.config, intro: event.target.value } })
              }
            />
          </FormField>
          <Checkbox
            checked={settings.config.membersOnly}
            onCheckedChange={(membersOnly) =>
              setSettings({ ...settings, config: { ...settings.config, membersOnly } })
            }
            label="Only signed-in members of this workspace"
            hint="Each run is then started by the person who sent it. Otherwise whoever has the link may send it."
          />
        </>
      )}
      <PriorityField
        value={config.priority}
        onChange={(priority) =>
          setSettings({ ...settings, config: { ...config, priority } } as TriggerSettings)
        }
      />
      <EnvironmentField
        value={environment}
        onChange={setEnvironment}
        hint="Its runs take the version that is current there"
      />
      <Checkbox
        checked={enabled}
        onCheckedChange={setEnabled}
        label="On"
        hint="Off, it starts nothing and keeps its settings"
      />
      <div>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {trigger ? 'Save' : 'Make the trigger'}
        </Button>
      </div>
    </form>
  )
}
