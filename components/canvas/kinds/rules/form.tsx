'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { ruleSchema, type Rule } from '@/domain/team/kinds/rules'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import type { Readable } from '../../model/readable-at'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'
import { nextRuleId } from './next-rule-id'

export function RulesForm({ node, change }: KindFormProps<'rules'>) {
  const readable = useReadable(node.id)
  const set = (rules: Rule[]) => change({ rules })
  return (
    <Section title="Rules" aside={<span className="text-12 text-fg-3">all are evaluated, reject wins</span>}>
      <p className="text-fg-2">
        A rule whose condition is true stops the way.
        {node.rules.length === 0 && ' Without a rule everything passes.'}
      </p>
      {node.rules.map((rule, index) => (
        <RuleCard
          key={rule.id}
          rule={rule}
          readable={readable}
          taken={node.rules.filter((other) => other !== rule).map(({ id }) => id)}
          first={index === 0}
          onChange={(patch) => set(withRow(node.rules, index, patch))}
          tools={<RowTools rows={node.rules} index={index} name={`rule ${rule.id}`} onChange={set} />}
        />
      ))}
      <Button
        icon={Plus}
        className="justify-self-start"
        onClick={() =>
          set([
            ...node.rules,
            { id: nextRuleId(node.rules), name: 'New rule', when: 'false', then: 'review', message: '' },
          ])
        }
      >
        Add a rule
      </Button>
    </Section>
  )
}

function RuleCard({
  rule,
  readable,
  taken,
  first,
  onChange,
  tools,
}: {
  rule: Rule
  readable: Readable
  taken: string[]
  /** The first one tells how its fields are filled, for all. */
  first: boolean
  onChange: (patch: Partial<Rule>) => void
  tools: React.ReactNode
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5">
      <div className="flex items-center gap-2">
        <span className="font-mono text-12">{rule.id}</span>
        <span className="min-w-0 flex-1 truncate font-label">{rule.name}</span>
        {tools}
      </div>
      <div className="grid grid-cols-[72px_minmax(0,1fr)_104px] gap-2 max-sm:grid-cols-[72px_minmax(0,1fr)] max-sm:[&>:last-child]:col-span-2">
        <TextField
          label="Id"
          value={rule.id}
          mono
          required
          onCommit={(id) =>
            ruleSchema.shape.id.safeParse(id).success && !taken.includes(id) && onChange({ id })
          }
        />
        <TextField
          label="Name"
          value={rule.name}
          required
          onCommit={(name) => name.trim() && onChange({ name: name.trim() })}
        />
        <FormField label="Then" required>
          <Select
            value={rule.then}
            options={[
              { value: 'review', label: 'Review' },
              { value: 'reject', label: 'Reject' },
            ]}
            onValueChange={(then) => onChange({ then })}
          />
        </FormField>
      </div>
      <ExpressionField
        label="Stops when"
        value={rule.when}
        onCommit={(when) => when.trim() && onChange({ when })}
        readable={readable}
        expects="bool"
        required
        placeholder="draft.amount > 25000"
        {...(!first && { hint: null })}
      />
      <ExpressionField
        label="Says"
        value={rule.message}
        onCommit={(message) => onChange({ message })}
        readable={readable}
        template
        {...(!first && { hint: null })}
      />
    </div>
  )
}
