'use client'

import { categoryLabel } from '@/components/ui/category-label'
import { Checkbox } from '@/components/ui/checkbox'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from '@/domain/contract/contract'
import type { SchemaObject } from '@/domain/contract/json-schema'
import { CATEGORIES, CLASSIFICATIONS } from '@/domain/policy/classification'
import { setKeywords, setType } from '../schema/edit-fields'
import { FIELD_TYPES, type Field } from '@/domain/contract/read-fields'
import { TYPE_NAMES } from '@/domain/contract/type-names'
import { FieldLimits } from './field-limits'

const NONE = 'none'

/** All of one field: type, classification, categories, description, and what narrows it. */
export function FieldDetail({
  field,
  root,
  readOnly,
  onChange,
}: {
  field: Field
  root: SchemaObject
  readOnly: boolean
  onChange: (schema: SchemaObject) => void
}) {
  const set = (keywords: Record<string, unknown>) => onChange(setKeywords(root, field.path, keywords))
  return (
    <fieldset disabled={readOnly} className="grid max-w-180 gap-3">
      <legend className="sr-only">{field.name}</legend>
      <div className="grid grid-cols-3 items-start gap-3 max-sm:grid-cols-1">
        <FormField label="Type" required>
          <Select
            disabled={readOnly}
            value={field.type}
            options={FIELD_TYPES.map((type) => ({ value: type, label: TYPE_NAMES[type] }))}
            onValueChange={(type) => onChange(setType(root, field.path, type, field.nullable))}
          />
        </FormField>
        <FormField label="Classification" required>
          <Select
            disabled={readOnly}
            value={field.classification ?? NONE}
            options={[
              { value: NONE, label: 'unclassified', hint: 'hidden from everybody' },
              ...CLASSIFICATIONS.map((value) => ({ value, label: value })),
            ]}
            onValueChange={(value) => set({ [CLASSIFICATION_KEYWORD]: value === NONE ? undefined : value })}
          />
        </FormField>
        <fieldset className="grid content-start gap-1">
          <legend className="mb-1 font-label">Categories</legend>
          <div className="flex flex-wrap gap-x-3">
            {CATEGORIES.map((category) => (
              <Checkbox
                key={category}
                label={categoryLabel(category)}
                disabled={readOnly}
                checked={field.categories.includes(category)}
                onCheckedChange={(on) => {
                  const next = CATEGORIES.filter((each) =>
                    each === category ? on : field.categories.includes(each),
                  )
                  set({ [CATEGORIES_KEYWORD]: next.length ? next : undefined })
                }}
              />
            ))}
          </div>
        </fieldset>
      </div>
      <FormField label="Description" hint="Agents read it too.">
        <Input
          value={field.description}
          onChange={(event) => set({ description: event.target.value || undefined })}
        />
      </FormField>
      <FieldLimits field={field} root={root} onSet={set} onChange={onChange} />
      {field.type !== 'any' && (
        <Checkbox
          label="May be null"
          disabled={readOnly}
          checked={field.nullable}
          onCheckedChange={(on) => set({ type: on ? [field.type, 'null'] : field.type })}
        />
      )}
    </fieldset>
  )
}
