'use client'

import { otherwise, problemAt } from '@/components/shell/problems'
import { Checkbox } from '@/components/ui/checkbox'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { categoryLabel } from '@/components/ui/category-label'
import { CATEGORIES } from '@/domain/policy/classification'
import { slugOf } from '@/domain/team/slug'
import { AUTONOMY, CLEARANCES, TIERS } from './agent-choices'
import type { AgentDraft } from './draft'
import { ModelList } from './model-list'
import { ToolList } from './tool-list'

export const FORM = 'agent'
const FIELDS = ['/name', '/slug', '/job', '/owner', '/instructions', '/clearance', '/categories', '/autonomy']
const MORE_FIELDS = ['/tier', '/models', '/tools', '/claims']

/** All there is to say of an agent. Errors stand at their field. */
export function AgentForm({
  draft,
  onChange,
  created,
  error,
  broken,
  readOnly,
  onSend,
}: {
  draft: AgentDraft
  onChange: (part: Partial<AgentDraft>) => void
  /** It exists: its short name stays. */
  created: boolean
  error: unknown
  /** Tools whose parameters are no JSON object. */
  broken: readonly number[]
  readOnly: boolean
  onSend: () => void
}) {
  const message = otherwise(error, [...FIELDS, ...MORE_FIELDS])
  const lacks = (key: 'name' | 'slug' | 'job' | 'owner', words: string) => {
    const problem = problemAt(error, `/${key}`)
    return problem && draft[key].trim() === '' ? words : problem
  }
  const text = (key: 'name' | 'slug' | 'job' | 'owner' | 'instructions' | 'claims') => ({
    value: draft[key],
    readOnly,
    onChange: (event: { target: { value: string } }) => onChange({ [key]: event.target.value }),
  })
  return (
    <form
      id={FORM}
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        onSend()
      }}
    >
      {message && (
        <ErrorState title="Nothing was saved" className="m-0">
          {message}
        </ErrorState>
      )}
      <FormField label="Name" required error={lacks('name', 'It needs a name')}>
        <Input autoFocus={!created} autoComplete="off" {...text('name')} />
      </FormField>
      <FormField
        label="Short name"
        required
        hint={created ? 'Teams name it so; it stays' : 'By which teams name it; fixed later'}
        error={lacks('slug', 'It needs a short name')}
      >
        <Input
          className="font-mono text-12"
          spellCheck={false}
          placeholder={slugOf(draft.name) || 'quote-writer'}
          {...text('slug')}
          readOnly={created || readOnly}
        />
      </FormField>
      <FormField
        label="Job"
        required
        hint="What it is for, in a sentence"
        error={lacks('job', 'Say what it is for')}
      >
        <Input autoComplete="off" {...text('job')} />
      </FormField>
      <FormField
        label="Owner"
        required
        hint="The person who answers for it"
        error={lacks('owner', 'Name who answers for it')}
      >
        <Input {...text('owner')} />
      </FormField>
      <FormField
        label="Instructions"
        hint="How it works, whatever the task; each team adds the task"
        error={problemAt(error, '/instructions')}
      >
        <Textarea rows={7} {...text('instructions')} />
      </FormField>
      <FormField label="Autonomy" required error={problemAt(error, '/autonomy')}>
        <Select
          disabled={readOnly}
          value={String(draft.autonomy)}
          onValueChange={(level) => onChange({ autonomy: Number(level) })}
          options={AUTONOMY}
        />
      </FormField>
      <FormField label="Clearance" required error={problemAt(error, '/clearance')}>
        <Select
          disabled={readOnly}
          value={draft.clearance}
          onValueChange={(clearance) => onChange({ clearance })}
          options={CLEARANCES}
        />
      </FormField>
      <Categories draft={draft} onChange={onChange} readOnly={readOnly} />
      <FormField label="Model tier" required error={problemAt(error, '/tier')}>
        <Select
          disabled={readOnly}
          value={draft.tier}
          onValueChange={(tier) => onChange({ tier })}
          options={TIERS}
        />
      </FormField>
      <ModelList
        models={draft.models}
        onChange={(models) => onChange({ models })}
        error={problemAt(error, '/models')}
        readOnly={readOnly}
      />
      <ToolList
        tools={draft.tools}
        onChange={(tools) => onChange({ tools })}
        error={error}
        broken={broken}
        readOnly={readOnly}
      />
      <FormField
        label="Claims"
        hint="Subjects it may state facts about, one a line: lead.quality"
        error={problemAt(error, '/claims')}
      >
        <Textarea rows={2} className="font-mono text-12" spellCheck={false} {...text('claims')} />
      </FormField>
    </form>
  )
}

function Categories(props: {
  draft: AgentDraft
  onChange: (part: Partial<AgentDraft>) => void
  readOnly: boolean
}) {
  const { draft, onChange, readOnly } = props
  return (
    <fieldset>
      <legend className="mb-1 font-label">
        Sees unmasked <span className="ml-1 text-12 font-text text-fg-3">optional, within its clearance</span>
      </legend>
      <div className="flex flex-wrap gap-x-4">
        {CATEGORIES.map((category) => (
          <Checkbox
            key={category}
            label={categoryLabel(category)}
            disabled={readOnly}
            checked={draft.categories.includes(category)}
            onCheckedChange={(on) =>
              onChange({
                categories: CATEGORIES.filter((each) =>
                  each === category ? on : draft.categories.includes(each),
                ),
              })
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
