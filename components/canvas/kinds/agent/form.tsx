'use client'

import { ContractField } from '../../inspector/fields/contract-field'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import { useStudio } from '../../studio/studio-context'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'
import { AgentField } from './agent-field'
import { AsksBackSection } from './asks-back-section'
import { ContextSection } from './context-section'
import { LimitsSection } from './limits-section'
import { ReadsField } from './reads-field'
import { StandInField } from './stand-in-field'

export function AgentForm({ node, change }: KindFormProps<'agent'>) {
  const readable = useReadable(node.id)
  const { surroundings } = useStudio()
  const agent = surroundings.agents.find(({ slug }) => slug === node.agent)
  return (
    <>
      <AgentField value={node.agent} onCommit={(agent) => change({ agent })} />
      <TextField
        label="Its task here"
        rows={4}
        value={node.task}
        onCommit={(task) => change({ task })}
        hint="In words, on top of its job description."
      />
      <Section title="Handoffs">
        <ContractField
          label="Takes up"
          value={node.accepts}
          onCommit={(accepts, taken) => change({ accepts }, taken)}
        />
        <ContractField
          label="Hands on"
          value={node.produces}
          onCommit={(produces, taken) => change({ produces }, taken)}
          hint="Its answer is checked against it; what does not fit is sent back, never passed on."
        />
      </Section>
      <ReadsField
        reads={node.reads}
        readable={readable}
        agent={agent}
        onChange={(reads) => change({ reads })}
      />
      <ContextSection context={node.context} onChange={(context) => change({ context })} />
      <AsksBackSection node={node} change={change} />
      <LimitsSection node={node} change={change} />
      <StandInField node={node} change={change} />
    </>
  )
}
