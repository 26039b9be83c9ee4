'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import type { StaffedNode } from '@/domain/team/staff'
import { useStudio } from '../../studio/studio-context'

const NOBODY = 'nobody'

type StandIn = Pick<StaffedNode, 'agent' | 'fallback'>

/** Who answers when the agent of a node could not. */
export function StandInField({
  node,
  change,
}: {
  node: StandIn
  change: (patch: Pick<StandIn, 'fallback'>) => void
}) {
  const { surroundings } = useStudio()
  const options = surroundings.agents
    .filter(({ slug }) => slug !== node.agent || slug === node.fallback)
    .map(({ slug, name, job }) => ({ value: slug, label: name, hint: job }))
  const gone = node.fallback !== undefined && !options.some(({ value }) => value === node.fallback)
  return (
    <FormField
      label="Stands in"
      hint="Asked once, with its own view, when the agent could not answer after all its tries. Not for an agent that somebody stopped: then the run is held."
    >
      <Select
        value={node.fallback ?? NOBODY}
        options={[
          { value: NOBODY, label: 'Nobody: a person is asked' },
          ...(gone ? [{ value: node.fallback ?? '', label: `${node.fallback ?? ''} (unknown)` }] : []),
          ...options,
        ]}
        onValueChange={(slug) => change({ fallback: slug === NOBODY ? undefined : slug })}
      />
    </FormField>
  )
}
