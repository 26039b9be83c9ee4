'use client'

import { shapeOf } from '@/components/contracts/schema/shape-of'
import { labelOf } from '@/components/contracts/schema/label-of'
import { Checkbox } from '@/components/ui/checkbox'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { isRecord, type JsonSchema } from '@/domain/contract/json-schema'
import { pointerOf } from '@/domain/pointer'
import type { Problem } from '@/domain/problem'
import type { Mapping } from '@/domain/trigger/trigger'

const MAPPING = '/settings/config/mapping'

/** How a message's body becomes the input: as it is, or each field by an expression. */
export function MappingFields({
  mapping,
  schema,
  problems,
  onChange,
}: {
  mapping: Mapping | undefined
  schema: JsonSchema
  problems: readonly Problem[]
  onChange: (mapping: Mapping | undefined) => void
}) {
  const shape = shapeOf(schema, schema)
  const fields = shape.kind === 'object' ? shape.properties : []
  const asTheyAre = () => Object.fromEntries(fields.map(([name]) => [name, `body.${name}`]))
  return (
    <div className="grid gap-3">
      <Checkbox
        checked={mapping !== undefined}
        onCheckedChange={(on) => onChange(on ? asTheyAre() : undefined)}
        disabled={fields.length === 0}
        label="Make the input by expressions"
        hint="Say of each field where its value stands in the message, as in body.customer.id. Otherwise the message is the input as it is."
      />
      {mapping &&
        fields.map(([name, property]) => (
          <FormField
            key={name}
            label={labelOf(name, isRecord(property) ? property : {})}
            required={shape.kind === 'object' && shape.required.includes(name)}
            error={problems.find(({ pointer }) => pointer === MAPPING + pointerOf([name]))?.message}
          >
            <Input
              className="font-mono text-12"
              spellCheck={false}
              placeholder={`body.${name}`}
              value={mapping[name] ?? ''}
              onChange={({ target: { value } }) => {
                const others = Object.fromEntries(Object.entries(mapping).filter(([key]) => key !== name))
                onChange(value ? { ...others, [name]: value } : others)
              }}
            />
          </FormField>
        ))}
    </div>
  )
}
