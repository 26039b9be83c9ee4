import { z } from 'zod'
import type { Actor } from '../actor'
import { nameSchema } from '../name'
import { PRIORITIES } from '../run/priority'
import { isTimeZone } from '../time-zone'
import { MISSED_POLICIES } from './schedule'

export const TRIGGER_KINDS = ['webhook', 'schedule', 'form'] as const
export type TriggerKind = (typeof TRIGGER_KINDS)[number]

const KIND_NAMES: Record<TriggerKind, string> = { webhook: 'Webhook', schedule: 'Schedule', form: 'Form' }

/** By input field a CEL expression over `body`; absent, the body is the input as it is. */
export const mappingSchema = z.record(z.string().min(1).max(120), z.string().trim().min(1).max(2000))
export type Mapping = z.infer<typeof mappingSchema>

/**
 * Of the runs it starts. Normal for schedules as well: what comes of a nightly run is awaited in the morning, and only who
 * sets one up knows that it may come later.
 */
const prioritySchema = z.enum(PRIORITIES).default('normal')

export const webhookConfigSchema = z.object({
  mapping: mappingSchema.optional(),
  priority: prioritySchema,
})

export const scheduleConfigSchema = z.object({
  cron: z.string().trim().min(1, 'five fields, as in 0 9 * * MON-FRI').max(120),
  timeZone: z.string().max(60).refine(isTimeZone, 'a time zone by its IANA name, as in Europe/Berlin'),
  input: z.record(z.string(), z.unknown()),
  missed: z.enum(MISSED_POLICIES),
  priority: prioritySchema,
})

export const formConfigSchema = z.object({
  /** Stands above the fields. */
  intro: z.string().trim().max(1000).default(''),
  /** Only people who are signed in and members of the workspace may send it; each run is then theirs. */
  membersOnly: z.boolean().default(false),
  priority: prioritySchema,
})

/** What a trigger is, by its kind. */
export const triggerSettingsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), name: nameSchema(), config: webhookConfigSchema }),
  z.object({ kind: z.literal('schedule'), name: nameSchema(), config: scheduleConfigSchema }),
  z.object({ kind: z.literal('form'), name: nameSchema(), config: formConfigSchema }),
])
export type TriggerSettings = z.infer<typeof triggerSettingsSchema>

/** Who starts the runs of a trigger: `Schedule Nightly`. */
export const triggerActor = (trigger: { id: string; kind: TriggerKind; name: string }): Actor => ({
  kind: 'system',
  id: trigger.id,
  name: `${KIND_NAMES[trigger.kind]} ${trigger.name}`,
})
