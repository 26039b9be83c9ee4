'use client'

import { FormField } from '@/components/ui/form-field'
import { resolveSchema } from '@/domain/contract/resolve-schema'
import { shapeOf } from '../schema/shape-of'
import { FieldLabel, hintOf } from './field-label'
import { useFormState, type ValueFieldProps } from './form-context'
import { GroupField } from './group-field'
import { ListField } from './list-field'
import { problemAt } from './problem-at'
import { ScalarControl } from './scalar-control'

/** One field, whatever its type. */
export function ValueField(props: ValueFieldProps) {
  const { root, problems, changed } = useFormState()
  const resolved = resolveSchema(props.schema, root)
  const shape = shapeOf(props.schema, root)
  const problem = problemAt(problems, props.pointer, { shape, value: props.value })
  if (shape.kind === 'object') return <GroupField {...props} resolved={resolved} problem={problem} />
  if (shape.kind === 'list')
    return <ListField {...props} items={shape.items} resolved={resolved} problem={problem} />
  return (
    <FormField
      required={props.required}
      error={problem}
      hint={hintOf(resolved)}
      label={<FieldLabel name={props.name} resolved={resolved} changed={changed.has(props.pointer)} />}
    >
      <ScalarControl {...props} shape={shape} />
    </FormField>
  )
}
