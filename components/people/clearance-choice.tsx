'use client'

import { categoryLabel } from '@/components/ui/category-label'
import { Checkbox } from '@/components/ui/checkbox'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import {
  CATEGORIES,
  CLASSIFICATIONS,
  type Category,
  type Classification,
} from '@/domain/policy/classification'

export interface Cleared {
  clearance: Classification
  categories: readonly Category[]
}

const LEVELS = CLASSIFICATIONS.map((value) => ({ value, label: value }))

/** How much somebody may see of what runs hold. */
export function ClearanceChoice({
  value,
  onValueChange,
  hint,
}: {
  value: Cleared
  onValueChange: (value: { clearance: Classification; categories: Category[] }) => void
  hint?: string
}) {
  const categories = [...value.categories]
  return (
    <>
      <FormField label="Clearance" required hint={hint}>
        <Select
          value={value.clearance}
          onValueChange={(clearance) => onValueChange({ clearance, categories })}
          options={LEVELS}
        />
      </FormField>
      <CategoryChoice
        legend="Sees unmasked"
        value={categories}
        onValueChange={(next) => onValueChange({ clearance: value.clearance, categories: next })}
      />
    </>
  )
}

export function CategoryChoice({
  legend,
  value,
  onValueChange,
}: {
  legend: string
  value: readonly Category[]
  onValueChange: (value: Category[]) => void
}) {
  return (
    <fieldset>
      <legend className="mb-1 font-label">{legend}</legend>
      <div className="flex flex-wrap gap-x-4">
        {CATEGORIES.map((category) => (
          <Checkbox
            key={category}
            label={categoryLabel(category)}
            checked={value.includes(category)}
            onCheckedChange={(on) =>
              onValueChange(CATEGORIES.filter((each) => (each === category ? on : value.includes(each))))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
