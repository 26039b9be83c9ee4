'use client'

import { Plus, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import type { JsonSchema, SchemaObject } from '@/domain/contract/json-schema'
import { pointerOf } from '@/domain/pointer'
import { blankValue } from '../schema/blank-value'
import { resolveSchema } from '@/domain/contract/resolve-schema'
import { shapeOf } from '../schema/shape-of'
import { FieldLabel, hintOf } from './field-label'
import { useFormState, type ValueFieldProps } from './form-context'
import { problemAt } from './problem-at'
import { ScalarControl } from './scalar-control'

/** A list: one row an entry, or a small form an entry where they are objects. */
export function ListField(
  props: ValueFieldProps & { items: JsonSchema; resolved: SchemaObject; problem: string | undefined },
) {
  const { root, disabled } = useFormState()
  const { name, value, pointer, onChange, items, resolved, problem } = props
  const entries = Array.isArray(value) ? (value as unknown[]) : []
  const replace = (index: number, next: unknown) =>
    onChange(entries.map((entry, at) => (at === index ? next : entry)))
  return (
    <fieldset className="grid gap-2">
      <legend className="font-label">
        <FieldLabel name={name} resolved={resolved} />{' '}
        <span className="text-12 font-text text-fg-3">
          {entries.length}
          {!props.required && ', optional'}
        </span>
      </legend>
      {hintOf(resolved) && <p className="text-12 text-fg-3">{hintOf(resolved)}</p>}
      {problem && <p className="text-12 text-failed-fg">{problem}</p>}
      {entries.map((entry, index) => (
        // Entries have no identity of their own; their place is what the pointers name.
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-1.5">
          <Entry
            name={`${name} ${index + 1}`}
            schema={items}
            value={entry}
            pointer={pointer + pointerOf([index])}
            onChange={(next) => replace(index, next)}
          />
          {!disabled && (
            <IconButton
              icon={Trash2}
              label={`Remove entry ${index + 1}`}
              onClick={() => onChange(entries.filter((_, at) => at !== index))}
            />
          )}
        </div>
      ))}
      {!disabled && (
        <Button
          size="sm"
          icon={Plus}
          className="justify-self-start"
          onClick={() => onChange([...entries, blankValue(items, root)])}
        >
          Add an entry
        </Button>
      )}
    </fieldset>
  )
}

function Entry({ name, schema, value, pointer, onChange }: Omit<ValueFieldProps, 'required'>) {
  const { Fields, root, problems } = useFormState()
  const shape = shapeOf(schema, root)
  const problem = problemAt(problems, pointer, { shape, value })
  if (shape.kind === 'object') {
    return (
      <div className="grid gap-3 rounded-6 border border-line p-2.5">
        {problem && <p className="text-12 text-failed-fg">{problem}</p>}
        <Fields schema={schema} value={value} onChange={onChange} pointer={pointer} />
      </div>
    )
  }
  if (shape.kind === 'list') {
    const resolved = resolveSchema(schema, root)
    const props = { name, schema, required: true, value, pointer, onChange }
    return <ListField {...props} items={shape.items} resolved={resolved} problem={problem} />
  }
  return (
    <div className="grid gap-1">
      <ScalarControl
        name={name}
        aria-label={name}
        aria-invalid={problem ? true : undefined}
        {...{ schema, value, pointer, onChange, shape, required: true }}
      />
      {problem && <span className="text-12 text-failed-fg">{problem}</span>}
    </div>
  )
}
