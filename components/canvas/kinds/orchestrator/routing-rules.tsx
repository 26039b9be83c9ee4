'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import type { NodeOf } from '@/domain/team/node'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import type { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'

type Rule = NodeOf<'orchestrator'>['rules'][number]

/** Where tasks go whatever else could do them. */
export function RoutingRules({
  node,
  change,
  readable,
}: KindFormProps<'orchestrator'> & { readable: ReturnType<typeof useReadable> }) {
  const set = (rules: Rule[]) => change({ rules })
  const types = node.tasks.map(({ type }) => ({ value: type, label: type }))
  const ways = node.spokes.map(({ port, label }) => ({ value: port, label: label || port }))
  const [type, way] = [types[0]?.value, ways[0]?.value]
  return (
    <Section
      title="Who does what, by rule"
      aside={<span className="text-12 text-fg-3">before anybody chooses</span>}
    >
      {node.rules.map((rule, index) => (
        <div
          key={index}
          className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5"
        >
          <div className="flex items-center gap-2">
            <span className="text-12 text-fg-3">{index + 1}</span>
            <span className="min-w-0 flex-1 truncate font-label">{rule.type}</span>
            <RowTools rows={node.rules} index={index} name={`rule ${index + 1}`} onChange={set} />
          </div>
          <FormField label="A task of type" required>
            <Select
              value={rule.type}
              options={types}
              onValueChange={(next) => set(withRow(node.rules, index, { type: next }))}
            />
          </FormField>
          <ExpressionField
            label="When"
            value={rule.when}
            onCommit={(when) => when.trim() && set(withRow(node.rules, index, { when }))}
            readable={readable}
            expects="bool"
            required
            {...(index === 0 && {
              hint: 'A condition on the task’s own fields, as in task.amount > 1000. true is always.',
            })}
            {...(index > 0 && { hint: null })}
          />
          <FormField label="Goes to" required>
            <Select
              value={rule.to}
              options={ways}
              onValueChange={(to) => set(withRow(node.rules, index, { to }))}
            />
          </FormField>
        </div>
      ))}
      {node.rules.length === 0 && (type === undefined || way === undefined) && (
        <p className="text-fg-2">A rule needs a task and somebody connected: add these first.</p>
      )}
      {type !== undefined && way !== undefined && (
        <Button
          icon={Plus}
          className="justify-self-start"
          onClick={() => set([...node.rules, { type, when: 'true', to: way }])}
        >
          Add a rule
        </Button>
      )}
    </Section>
  )
}
