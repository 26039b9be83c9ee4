'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { NumberField } from '../../inspector/fields/number-field'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import { useStudio } from '../../studio/studio-context'
import { useReadable } from '../../studio/use-readable'
import { AgentField } from '../agent/agent-field'
import { LimitsSection } from '../agent/limits-section'
import { ReadsField } from '../agent/reads-field'
import type { KindFormProps } from '../form-props'

/** The agent that chooses; it cannot give a value of its own. */
export function Adjudicator({ node, change }: KindFormProps<'conflict'>) {
  const readable = useReadable(node.id)
  const { surroundings } = useStudio()
  const agent = surroundings.agents.find(({ slug }) => slug === node.agent)
  return (
    <>
      <AgentField value={node.agent} onCommit={(slug) => change({ agent: slug })} />
      <TextField
        label="What it goes by"
        rows={3}
        value={node.task}
        onCommit={(task) => change({ task })}
        hint="It chooses one of the claims, or asks a person."
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

/** What a person is asked who is to choose. */
export function Asking({ node, change }: KindFormProps<'conflict'>) {
  const readable = useReadable(node.id)
  return (
    <Section title="When a person chooses">
      <ExpressionField
        label="The question"
        value={node.question}
        onCommit={(question) => change({ question })}
        readable={readable}
        template
        placeholder={`Which claim of ${node.subject || 'the subject'} holds?`}
      />
      <NumberField
        label="Due in"
        value={node.dueHours}
        unit="hours"
        min={0.1}
        max={2160}
        whole={false}
        onCommit={(dueHours) => change({ dueHours })}
      />
      <div>
        <Checkbox
          label="Four eyes"
          hint="Nobody decides on a run they started or a version they edited."
          checked={node.fourEyes}
          onCheckedChange={(fourEyes) => change({ fourEyes })}
        />
        <Checkbox
          label="A reason is required"
          hint="Choosing without one is refused."
          checked={node.reasonRequired}
          onCheckedChange={(reasonRequired) => change({ reasonRequired })}
        />
      </div>
    </Section>
  )
}
