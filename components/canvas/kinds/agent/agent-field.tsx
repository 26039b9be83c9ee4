'use client'

import { UserPlus } from 'lucide-react'
import { AutonomyLevel } from '@/components/ui/autonomy-level'
import { ClassTag } from '@/components/ui/class-tag'
import { FormField, type ControlProps } from '@/components/ui/form-field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import type { Agent } from '@/domain/team/agent'
import { useStudio } from '../../studio/studio-context'

/** Who works at a node, with their card. */
export function AgentField({
  value,
  onCommit,
}: {
  value: string | undefined
  onCommit: (slug: string) => void
}) {
  const { surroundings } = useStudio()
  const agent = surroundings.agents.find(({ slug }) => slug === value)
  return (
    <>
      <FormField label="Agent" required>
        <AgentControl value={value} onCommit={onCommit} />
      </FormField>
      {agent && <AgentCard agent={agent} />}
    </>
  )
}

function AgentControl({
  value,
  onCommit,
  ...aria
}: ControlProps & { value: string | undefined; onCommit: (slug: string) => void }) {
  const { surroundings, openNewAgent } = useStudio()
  const options = surroundings.agents.map(({ slug, name, job }) => ({ value: slug, label: name, hint: job }))
  const gone = value !== undefined && !options.some((option) => option.value === value)
  return (
    <span className="flex items-center gap-1">
      <Select
        value={value}
        placeholder="Choose an agent"
        options={[...(gone ? [{ value, label: `${value} (unknown)` }] : []), ...options]}
        onValueChange={onCommit}
        {...aria}
      />
      <IconButton
        icon={UserPlus}
        label="New agent"
        onClick={() => openNewAgent(({ slug }) => onCommit(slug))}
      />
    </span>
  )
}

function AgentCard({ agent }: { agent: Agent }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-6 border border-line p-2.5">
      <dt className="text-fg-3">Job</dt>
      <dd>{agent.job}</dd>
      <dt className="text-fg-3">Owner</dt>
      <dd>{agent.owner}</dd>
      <dt className="text-fg-3">Cleared up to</dt>
      <dd className="flex flex-wrap items-center gap-1.5">
        <ClassTag value={agent.clearance} />
        {agent.categories.length > 0 && (
          <span className="text-12 text-fg-2">{agent.categories.join(', ')}</span>
        )}
      </dd>
      <dt className="text-fg-3">Autonomy</dt>
      <dd>
        <AutonomyLevel level={agent.autonomy} word />
      </dd>
      <dt className="text-fg-3">Model</dt>
      <dd>{agent.models.length ? agent.models.join(', then ') : `any ${agent.tier} one`}</dd>
      {agent.tools.length > 0 && (
        <>
          <dt className="text-fg-3">Tools</dt>
          <dd className="font-mono text-12 leading-5">{agent.tools.map(({ name }) => name).join(', ')}</dd>
        </>
      )}
    </dl>
  )
}
