'use client'

import { isRecord } from '@/domain/contract/json-schema'
import { pointerOf } from '@/domain/pointer'
import { shapeOf } from '../schema/shape-of'
import { useFormState, type FieldsProps } from './form-context'
import { ValueField } from './value-field'

/** The fields of one object, in the schema's order. What the schema does not name stays in the value untouched. */
export function ObjectFields({ schema, value, onChange, pointer }: FieldsProps) {
  const { root } = useFormState()
  const shape = shapeOf(schema, root)
  const current = isRecord(value) ? value : {}
  if (shape.kind !== 'object' || shape.properties.length === 0) {
    return <p className="text-12 text-fg-3">This contract has no fields to fill in.</p>
  }
  return shape.properties.map(([name, property]) => (
    <ValueField
      key={name}
      name={name}
      schema={property}
      required={shape.required.includes(name)}
      value={current[name]}
      pointer={pointer + pointerOf([name])}
      onChange={(next) => {
        if (next !== undefined) onChange({ ...current, [name]: next })
        else onChange(Object.fromEntries(Object.entries(current).filter(([key]) => key !== name)))
      }}
    />
  ))
}
