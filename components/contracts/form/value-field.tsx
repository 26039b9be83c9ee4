'use client'

import type { JsonSchema } from '@/domain/contract/json-schema'
import { own, type SchemaObject } from '@/domain/contract/json-schema'
import { ClassTag } from '@/components/ui/class-tag'
import { FormField } from '@/components/ui/form-field'
import { classificationOf } from '../schema/classification-of'
import { labelOf } from '../schema/label-of'
import { resolveSchema } from '../schema/resolve-schema'
import { shapeOf } from '../schema/shape-of'
import { useFormState } from './form-context'
import { GroupField } from './group-field'
import { ListField } from './list-field'
import { ScalarControl } from './scalar-control'

export interface ValueFieldProps {
  name: string
  schema: JsonSchema
  required: boolean
  value: unknown
  pointer: string
  /** undefined leaves the field out. */
  onChange: (value: unknown) => void
}

/** One field, whatever its type. */
export function ValueField(props: ValueFieldProps) {
  const { root, problems, changed } = useFormState()
  const resolved = resolveSchema(props.schema, root)
  const shape = shapeOf(props.schema, root)
  const problem = problems.find(({ pointer }) => pointer === props.pointer)?.message
  if (shape.kind === 'object') return <GroupField {...props} resolved={resolved} problem={problem} />
  if (shape.kind === 'list') return <ListField {...props} items={shape.items} resolved={resolved} problem={problem} />
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

/** Name and classification, the same over every control. */
export function FieldLabel({
  name,
  resolved,
  changed = false,
}: {
  name: string
  resolved: SchemaObject
  changed?: boolean
}) {
  return (
    <span className="inline-flex items-center gap-2">
      <span title={name}>{labelOf(name, resolved)}</span>
      <ClassTag value={classificationOf(resolved)} narrow />
      {changed && <span className="text-12 font-text text-accent-fg">edited</span>}
    </span>
  )
}

export function hintOf(resolved: SchemaObject): string | undefined {
  const description = own(resolved, 'description')
  return typeof description === 'string' && description ? description : undefined
}
