'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { ContractField } from '../../inspector/fields/contract-field'
import { DurationField } from '../../inspector/fields/duration-field'
import { MoneyField } from '../../inspector/fields/money-field'
import { NumberField } from '../../inspector/fields/number-field'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import { useStudio } from '../../studio/studio-context'
import { useReadable } from '../../studio/use-readable'
import { AgentField } from '../agent/agent-field'
import { ContextSection } from '../agent/context-section'
import { LimitsSection } from '../agent/limits-section'
import { ReadsField } from '../agent/reads-field'
import { StandInField } from '../agent/stand-in-field'
import type { KindFormProps } from '../form-props'
import { RoutingRules } from './routing-rules'
import { Spokes } from './spokes'
import { TaskTypes } from './task-types'

export function OrchestratorForm({ node, change }: KindFormProps<'orchestrator'>) {
  const readable = useReadable(node.id)
  const { surroundings } = useStudio()
  const agent = surroundings.agents.find(({ slug }) => slug === node.agent)
  return (
    <>
      <AgentField value={node.agent} onCommit={(slug) => change({ agent: slug })} />
      <TextField
        label="Its goal here"
        rows={4}
        value={node.task}
        onCommit={(task) => change({ task })}
        hint="What the result must answer; it takes this apart into tasks."
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
          hint="The result, when it has one."
        />
      </Section>
      <TaskTypes node={node} change={change} />
      <Spokes node={node} change={change} />
      <RoutingRules node={node} change={change} readable={readable} />
      <Section title="Bounds">
        <div className="grid grid-cols-2 items-start gap-3">
          <NumberField
            label="Rounds"
            value={node.maxRounds}
            unit="at most"
            min={1}
            max={20}
            hint="Giving out tasks and reading what came back is one round."
            onCommit={(maxRounds) => change({ maxRounds })}
          />
          <NumberField
            label="Tasks in a round"
            value={node.maxTasks}
            unit="at most"
            min={1}
            max={20}
            hint="A plan with more is sent back to it."
            onCommit={(maxTasks) => change({ maxTasks })}
          />
          <NumberField
            label="At the same time"
            value={node.atOnce}
            unit="tasks"
            min={1}
            max={20}
            hint="The others wait their turn."
            onCommit={(atOnce) => change({ atOnce })}
          />
        </div>
        <DurationField
          label="All rounds within"
          value={node.maxSeconds}
          max={604_800}
          hint="From its first round; after that a person is asked."
          onCommit={(maxSeconds) => change({ maxSeconds })}
        />
        <MoneyField
          label="All rounds for at most"
          micros={node.maxSpendMicros}
          hint="Its own calls and its tasks' together; after that a person is asked. Left empty, budgets alone limit it."
          onCommit={(maxSpendMicros) => change({ maxSpendMicros })}
        />
        <FormField label="A task that cannot be done" required>
          <Select
            value={node.failed}
            options={[
              { value: 'ask', label: 'Goes to a person' },
              { value: 'skip', label: 'Comes back as not done' },
            ]}
            onValueChange={(failed) => change({ failed })}
          />
        </FormField>
      </Section>
      <ReadsField
        reads={node.reads}
        readable={readable}
        agent={agent}
        onChange={(reads) => change({ reads })}
      />
      <ContextSection context={node.context} onChange={(context) => change({ context })} />
      <LimitsSection node={node} change={change} />
      <StandInField node={node} change={change} />
    </>
  )
}
