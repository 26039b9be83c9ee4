'use client'

import { EyeOff } from 'lucide-react'
import { Checkbox } from '@/components/ui/checkbox'
import { counted } from '@/components/ui/counted'
import { ClassTag } from '@/components/ui/class-tag'
import { Tooltip } from '@/components/ui/tooltip'
import { showRef } from '@/domain/contract/contract'
import { clears, type Classification } from '@/domain/policy/classification'
import type { Agent } from '@/domain/team/agent'
import { Section } from '../../inspector/fields/section'
import { readState, toggleRead } from '../../model/toggle-read'
import type { Readable, ReadableSlot } from '../../model/readable-at'

/** What an agent reads of the state besides its handoff, field by field, and what its clearance hides anyway. */
export function ReadsField({
  reads,
  readable,
  agent,
  onChange,
}: {
  reads: readonly string[]
  readable: Readable
  agent: Agent | undefined
  onChange: (reads: string[]) => void
}) {
  const toggle = (path: string, on: boolean) => onChange(toggleRead(reads, path, on, readable.paths))
  const unknown = reads.filter((read) => !readable.paths.includes(read))
  return (
    <Section
      title="Reads besides"
      aside={<span className="text-12 text-fg-3">{counted(reads.length, 'field')}</span>}
    >
      {readable.slots.length === 0 && (
        <p className="text-fg-2">
          Nothing is written before this node yet. Connect it, and its sources appear here.
        </p>
      )}
      {readable.slots.map((slot) => (
        <SlotTree key={slot.slot} slot={slot} reads={reads} agent={agent} onToggle={toggle} />
      ))}
      {unknown.map((path) => (
        <Checkbox
          key={path}
          checked
          label={<span className="font-mono text-12">{path}</span>}
          hint="Nothing before this node writes it."
          onCheckedChange={() => toggle(path, false)}
        />
      ))}
    </Section>
  )
}

const INDENT = ['pl-5.5', 'pl-9', 'pl-12.5', 'pl-16', 'pl-19.5'] as const

function SlotTree({
  slot,
  reads,
  agent,
  onToggle,
}: {
  slot: ReadableSlot
  reads: readonly string[]
  agent: Agent | undefined
  onToggle: (path: string, on: boolean) => void
}) {
  return (
    <div className="rounded-6 border border-line">
      <div className="flex items-center gap-2 px-2.5">
        <Checkbox
          className="max-w-3/5 shrink-0"
          checked={readState(reads, slot.slot)}
          label={<span className="font-mono text-12">{slot.slot}</span>}
          onCheckedChange={(on) => onToggle(slot.slot, on)}
        />
        <span className="ml-auto truncate font-mono text-12 text-fg-3">{showRef(slot.contract)}</span>
      </div>
      {slot.fields
        .filter(({ path }) => !path.includes('[]'))
        .map((field) => {
          const path = [slot.slot, ...field.path].join('.')
          const isGroup = field.type === 'object'
          return (
            <div key={path} className="flex items-center gap-2 border-t border-line px-2.5">
              <Checkbox
                className={INDENT[Math.min(field.depth, INDENT.length - 1)] ?? ''}
                checked={readState(reads, path)}
                label={<span className="font-mono text-12">{field.name}</span>}
                onCheckedChange={(on) => onToggle(path, on)}
              />
              <span className="flex-1" />
              {!isGroup && <Hidden agent={agent} classification={field.classification} />}
              {(!isGroup || field.classification) && <ClassTag value={field.classification} />}
            </div>
          )
        })}
    </div>
  )
}

function Hidden({
  agent,
  classification,
}: {
  agent: Agent | undefined
  classification: Classification | undefined
}) {
  if (!agent || clears(agent.clearance, classification)) return null
  const why = classification
    ? `${agent.name} is cleared up to ${agent.clearance}, so this stays hidden.`
    : 'Unclassified, so hidden from everybody.'
  return (
    <Tooltip content={why}>
      <span tabIndex={0} className="inline-flex items-center gap-1 text-12 text-fg-3">
        <EyeOff className="size-3.5" aria-hidden />
        hidden
        <span className="sr-only">{why}</span>
      </span>
    </Tooltip>
  )
}
