'use client'

import { ContractForm } from '@/components/contracts/contract-form'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useNow } from '@/components/ui/use-now'
import type { JsonSchema } from '@/domain/contract/json-schema'
import type { Problem } from '@/domain/problem'
import { isTimeZone } from '@/domain/time-zone'
import { cronProblem, nextTimes, type MissedPolicy } from '@/domain/trigger/schedule'
import type { TriggerSettings } from '@/domain/trigger/trigger'

type Config = Extract<TriggerSettings, { kind: 'schedule' }>['config']

const MISSED: readonly { value: MissedPolicy; label: string; hint: string }[] = [
  { value: 'one', label: 'Run once', hint: 'One run makes up for all that were missed' },
  { value: 'all', label: 'Run each', hint: 'Of the last 24 hours, at most 100; else the last' },
  { value: 'skip', label: 'Skip them', hint: 'Go on with the next time' },
]
const NEXT = 5
const INPUT = '/settings/config/input'

/** When it fires and what with. */
export function ScheduleFields({
  config,
  schema,
  problems,
  onChange,
}: {
  config: Config
  schema: JsonSchema
  problems: readonly Problem[]
  onChange: (config: Config) => void
}) {
  const at = (pointer: string) =>
    problems.find((each) => each.pointer === `/settings/config${pointer}`)?.message
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <FormField
          label="Cron expression"
          required
          hint="Minute, hour, day, month, weekday; 0 9 * * MON-FRI is each weekday at nine"
          error={at('/cron')}
        >
          <Input
            className="font-mono text-12"
            spellCheck={false}
            value={config.cron}
            onChange={(event) => onChange({ ...config, cron: event.target.value })}
          />
        </FormField>
        <FormField label="Time zone" required hint="As in Europe/Berlin" error={at('/timeZone')}>
          <Input
            spellCheck={false}
            value={config.timeZone}
            onChange={(event) => onChange({ ...config, timeZone: event.target.value })}
          />
        </FormField>
      </div>
      <NextTimes config={config} />
      <FormField
        label="Times that were missed"
        required
        hint="While no worker was running for a minute or longer"
      >
        <Select
          value={config.missed}
          options={MISSED}
          onValueChange={(missed) => onChange({ ...config, missed })}
        />
      </FormField>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-label">Each run starts with</legend>
        <ContractForm
          schema={schema}
          value={config.input}
          onChange={(input) => onChange({ ...config, input })}
          problems={problems
            .filter(({ pointer }) => pointer === INPUT || pointer.startsWith(`${INPUT}/`))
            .map((problem) => ({ ...problem, pointer: problem.pointer.slice(INPUT.length) }))}
        />
      </fieldset>
    </>
  )
}

function NextTimes({ config: { cron, timeZone } }: { config: Config }) {
  const now = new Date(useNow(30_000))
  if (!isTimeZone(timeZone)) return <p className="text-12 text-fg-3">No such time zone is known.</p>
  const problem = cronProblem(cron, now)
  if (problem) return <p className="text-12 text-fg-3">No next time: {problem}.</p>
  const words = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  return (
    <div className="rounded-6 border border-line bg-sunken px-3 py-2">
      <b className="font-label">Next {NEXT} times</b>
      <ol className="mt-1 grid gap-0.5 text-fg-2 tabular-nums">
        {nextTimes({ cron, timeZone }, now, NEXT).map((time) => (
          <li key={time.getTime()}>
            <time dateTime={time.toISOString()}>{words.format(time)}</time>
          </li>
        ))}
      </ol>
    </div>
  )
}
