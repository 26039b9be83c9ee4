'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { isRecord, type SchemaObject } from '@/domain/contract/json-schema'
import { blankValue } from '../schema/blank-value'
import { FieldLabel, hintOf } from './field-label'
import { useFormState, type ValueFieldProps } from './form-context'

/** A nested object: its fields, indented under its name; an optional one can be left out. */
export function GroupField(props: ValueFieldProps & { resolved: SchemaObject; problem: string | undefined }) {
  const { Fields, root, disabled } = useFormState()
  const { name, schema, required, value, pointer, onChange, resolved, problem } = props
  const present = isRecord(value)
  return (
    <fieldset className="grid gap-2.5">
      <legend className="flex items-center gap-2 font-label">
        <FieldLabel name={name} resolved={resolved} />
        {!required && <span className="text-12 font-text text-fg-3">optional</span>}
        {!required && !disabled && present && (
          <Button size="sm" variant="ghost" icon={X} onClick={() => onChange(undefined)}>
            Leave out
          </Button>
        )}
      </legend>
      {hintOf(resolved) && <p className="text-12 text-fg-3">{hintOf(resolved)}</p>}
      {problem && <p className="text-12 text-failed-fg">{problem}</p>}
      {present ? (
        <div className="grid gap-3 border-l border-line pl-3">
          <Fields schema={schema} value={value} onChange={onChange} pointer={pointer} />
        </div>
      ) : (
        <Button
          size="sm"
          icon={Plus}
          className="justify-self-start"
          disabled={disabled}
          onClick={() => onChange(blankValue(schema, root))}
        >
          Fill in
        </Button>
      )}
    </fieldset>
  )
}
