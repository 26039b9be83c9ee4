'use client'

import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { own, type SchemaObject } from '@/domain/contract/json-schema'
import { setType } from '../schema/edit-fields'
import { ENTRIES, type Field, type FieldType } from '@/domain/contract/read-fields'
import { TYPES_NAMED } from '@/domain/contract/type-names'

const FORMATS = ['date', 'date-time', 'email', 'uri', 'uuid'] as const
const NONE = 'none'
const ENTRY_TYPES: FieldType[] = ['string', 'integer', 'number', 'boolean', 'object', 'any']

/** What narrows a field, by its type: choices, format, bounds, length, entries. */
export function FieldLimits({
  field,
  root,
  onSet,
  onChange,
}: {
  field: Field
  root: SchemaObject
  onSet: (keywords: Record<string, unknown>) => void
  onChange: (schema: SchemaObject) => void
}) {
  const number = (keyword: string, label: string) => (
    <NumberKeyword
      key={keyword}
      label={label}
      value={own(field.schema, keyword)}
      onSet={(value) => onSet({ [keyword]: value })}
    />
  )
  switch (field.type) {
    case 'string':
      return (
        <>
          <Choices field={field} onSet={onSet} />
          <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
            <FormField label="Format">
              <Select
                value={formatOf(field)}
                options={[
                  { value: NONE, label: 'none' },
                  ...FORMATS.map((value) => ({ value, label: value })),
                ]}
                onValueChange={(value) => onSet({ format: value === NONE ? undefined : value })}
              />
            </FormField>
            {number('minLength', 'At least, letters')}
            {number('maxLength', 'At most, letters')}
          </div>
        </>
      )
    case 'integer':
    case 'number':
      return (
        <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
          {number('minimum', 'At least')}
          {number('maximum', 'At most')}
        </div>
      )
    case 'array':
      return (
        <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
          <FormField label="Entries are" required>
            <Select
              value={field.of ?? 'any'}
              options={ENTRY_TYPES.map((type) => ({ value: type, label: TYPES_NAMED[type] }))}
              onValueChange={(type) => onChange(setType(root, [...field.path, ENTRIES], type, false))}
            />
          </FormField>
          {number('minItems', 'At least, entries')}
          {number('maxItems', 'At most, entries')}
        </div>
      )
    default:
      return null
  }
}

function formatOf(field: Field): string {
  const format = own(field.schema, 'format')
  return FORMATS.find((each) => each === format) ?? NONE
}

function Choices({ field, onSet }: { field: Field; onSet: (keywords: Record<string, unknown>) => void }) {
  const values = own(field.schema, 'enum')
  const text = Array.isArray(values) ? values.filter((value) => value !== null).join(', ') : ''
  return (
    <FormField label="Only these" hint="Separated by commas; empty means any text.">
      <Input
        key={text}
        className="font-mono text-12"
        defaultValue={text}
        onBlur={(event) => {
          const next = event.target.value
            .split(',')
            .map((each) => each.trim())
            .filter(Boolean)
          if (next.join(', ') !== text) onSet({ enum: next.length ? [...new Set(next)] : undefined })
        }}
      />
    </FormField>
  )
}

function NumberKeyword({
  label,
  value,
  onSet,
}: {
  label: string
  value: unknown
  onSet: (value: number | undefined) => void
}) {
  return (
    <FormField label={label}>
      <Input
        key={String(value)}
        inputMode="decimal"
        className="text-right"
        defaultValue={typeof value === 'number' ? value : ''}
        onBlur={(event) => {
          const typed = event.target.value.trim()
          const next = typed === '' ? undefined : Number(typed)
          if (next === undefined || Number.isFinite(next)) onSet(next)
        }}
      />
    </FormField>
  )
}
