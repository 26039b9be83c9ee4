'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { counted } from '@/components/ui/counted'
import { isFieldName } from '@/domain/contract/field-name'
import type { NodeOf } from '@/domain/team/node'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import type { Readable } from '../../model/readable-at'

type ActionField = NodeOf<'action'>['fields'][number]

/** The body of the request, field by field: what is sent, and what stands there now for the reviewer. */
export function ActionFields({
  fields,
  readable,
  onChange,
}: {
  fields: readonly ActionField[]
  readable: Readable
  onChange: (fields: ActionField[]) => void
}) {
  return (
    <Section
      title="What it sends"
      aside={<span className="text-12 text-fg-3">{counted(fields.length, 'field')}</span>}
    >
      {fields.map((field, index) => (
        // Fields are told apart by their place: their names may be edited and, for a moment, be equal.
        <div
          key={index}
          className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5"
        >
          <div className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-mono text-12">{field.name}</span>
            <RowTools rows={fields} index={index} name={`field ${field.name}`} onChange={onChange} />
          </div>
          <div className="grid grid-cols-2 gap-2">
            <TextField
              label="Name"
              value={field.name}
              mono
              required
              onCommit={(name) => isFieldName(name) && onChange(withRow(fields, index, { name }))}
            />
            <TextField
              label="Label"
              value={field.label}
              onCommit={(label) => onChange(withRow(fields, index, { label: label.slice(0, 80) }))}
            />
          </div>
          <ExpressionField
            label="Sends"
            value={field.value}
            onCommit={(value) => value.trim() && onChange(withRow(fields, index, { value }))}
            {...(index > 0 && { hint: null })}
            readable={readable}
            required
          />
          <ExpressionField
            label="Stands there now"
            value={field.before ?? ''}
            onCommit={(before) => onChange(withBefore(fields, index, before.trim()))}
            hint={index === 0 ? 'For the reviewer, to compare with what is sent.' : null}
            readable={readable}
          />
          <Checkbox
            label="Only people read it there"
            hint="Then words may be sent that nobody has looked at. Not where a system acts on them."
            checked={field.readByPeople ?? false}
            onCheckedChange={(read) => onChange(withReadByPeople(fields, index, read))}
          />
        </div>
      ))}
      <Button
        icon={Plus}
        className="justify-self-start"
        onClick={() => onChange([...fields, { name: freeName(fields), label: '', value: 'null' }])}
      >
        Add a field
      </Button>
    </Section>
  )
}

function withBefore(fields: readonly ActionField[], index: number, before: string): ActionField[] {
  return fields.map((field, at) => {
    if (at !== index) return field
    const { before: _old, ...rest } = field
    return before ? { ...rest, before } : rest
  })
}

function withReadByPeople(fields: readonly ActionField[], index: number, read: boolean): ActionField[] {
  return fields.map((field, at) => {
    if (at !== index) return field
    const { readByPeople: _old, ...rest } = field
    return read ? { ...rest, readByPeople: true } : rest
  })
}

function freeName(fields: readonly ActionField[]): string {
  for (let n = fields.length + 1; ; n++)
    if (!fields.some(({ name }) => name === `field_${n}`)) return `field_${n}`
}
