'use client'

import { NumberField } from '../../inspector/fields/number-field'
import { TextField } from '../../inspector/fields/text-field'
import { useStudio } from '../../studio/studio-context'
import { useReadable } from '../../studio/use-readable'
import { AgentField } from '../agent/agent-field'
import { LimitsSection } from '../agent/limits-section'
import { ReadsField } from '../agent/reads-field'
import type { KindFormProps } from '../form-props'

export function SupervisorForm({ node, change }: KindFormProps<'supervisor'>) {
  const readable = useReadable(node.id)
  const { surroundings } = useStudio()
  const agent = surroundings.agents.find(({ slug }) => slug === node.agent)
  return (
    <>
      <AgentField value={node.agent} onCommit={(slug) => change({ agent: slug })} />
      <TextField
        label="What it looks for"
        rows={4}
        value={node.task}
        onCommit={(task) => change({ task })}
        hint="It approves, amends, sends back with reasons, or asks a person. It is told the worker's reasons only if it may see all that the worker saw."
      />
      <NumberField
        label="May send back"
        value={node.maxRounds}
        unit="times"
        min={0}
        max={5}
        hint="After that, what it rejects stays rejected."
        onCommit={(maxRounds) => change({ maxRounds })}
      />
      <ReadsField
        reads={node.reads}
        readable={readable}
        agent={agent}
        onChange={(reads) => change({ reads })}
      />
      <LimitsSection node={node} change={change} />
    </>
  )
}
