'use client'

import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import type { ControlProps } from '@/components/ui/form-field'
import type { Shape } from '../schema/shape-of'
import { isNullable } from '../schema/shape-of'
import { resolveSchema } from '@/domain/contract/resolve-schema'
import { labelOf } from '../schema/label-of'
import { useFormState, type ValueFieldProps } from './form-context'
import { JsonControl } from './json-control'
import { NumberControl } from './number-control'
import { fromLocal, toLocal } from './local-time'

const NOTHING = 'nothing'
const INPUT_TYPES: Record<string, string> = {
  date: 'date',
  'date-time': 'datetime-local',
  email: 'email',
  uri: 'url',
}
/** Without an end a browser takes years of six digits, which nobody means and no contract accepts. */
const LATEST: Record<string, string> = { date: '9999-12-31', 'date-time': '9999-12-31T23:59:59' }

/** The control of a place that holds one value. Cleared, an optional place is left out and a nullable one is null. */
export function ScalarControl({
  shape,
  name,
  schema,
  value,
  required,
  onChange,
  pointer,
  ...aria
}: ValueFieldProps &
  ControlProps & { shape: Exclude<Shape, { kind: 'object' | 'list' }>; 'aria-label'?: string }) {
  const { root, disabled, known } = useFormState()
  const cleared = isNullable(schema, root) ? null : undefined
  switch (shape.kind) {
    case 'boolean':
      return <Switch checked={value === true} disabled={disabled} onCheckedChange={onChange} {...aria} />
    case 'number':
      return (
        <NumberControl
          value={value}
          whole={shape.whole}
          disabled={disabled}
          onChange={(next) => onChange(next === undefined ? cleared : next)}
          {...aria}
        />
      )
    case 'choice': {
      const at = shape.options.findIndex((option) => option === value)
      return (
        <Select
          value={at < 0 ? (required ? undefined : NOTHING) : String(at)}
          disabled={disabled}
          placeholder="Choose…"
          label={name}
          options={[
            ...(required ? [] : [{ value: NOTHING, label: 'Nothing chosen' }]),
            ...shape.options.map((option, index) => ({
              value: String(index),
              label: typeof option === 'string' ? option : JSON.stringify(option),
            })),
          ]}
          onValueChange={(next) => onChange(next === NOTHING ? cleared : shape.options[Number(next)])}
          {...aria}
        />
      )
    }
    case 'any':
      return <JsonControl value={value} disabled={disabled} onChange={onChange} {...aria} />
    case 'text': {
      const text = typeof value === 'string' ? value : ''
      const change = (next: string) => onChange(next === '' && !required ? cleared : next)
      if (shape.long || text.length > 120 || text.includes('\n')) {
        return (
          <Textarea
            rows={Math.min(10, Math.max(3, Math.ceil(text.length / 64)))}
            value={text}
            disabled={disabled}
            onChange={(event) => change(event.target.value)}
            {...aria}
          />
        )
      }
      const local = shape.format === 'date-time'
      const values = known[pointer] ?? []
      const input = (
        <Input
          type={INPUT_TYPES[shape.format ?? ''] ?? 'text'}
          step={local ? 1 : undefined}
          max={LATEST[shape.format ?? '']}
          value={local ? toLocal(text) : text}
          disabled={disabled}
          onChange={(event) => change(local ? fromLocal(event.target.value) : event.target.value)}
          {...aria}
        />
      )
      if (values.length === 0 || disabled) return input
      return (
        <div className="flex gap-1.5">
          {input}
          <Select
            className="w-32 shrink-0"
            label={`Known values of ${labelOf(name, resolveSchema(schema, root))}`}
            placeholder="One known"
            value={undefined}
            onValueChange={change}
            options={values.map(({ value: one, about }) => ({
              value: one,
              label: one,
              ...(about && { hint: about }),
            }))}
          />
        </div>
      )
    }
  }
}
