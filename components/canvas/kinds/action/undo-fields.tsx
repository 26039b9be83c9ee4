'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { WRITING_METHODS } from '@/domain/connection/kinds/http-request'
import { isFieldName } from '@/domain/contract/field-name'
import type { ActionUndo } from '@/domain/team/kinds/action'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import type { Readable } from '../../model/readable-at'

const NEW: ActionUndo = { method: 'POST', path: '/', summary: '', fields: [] }

/** What an undo may read: what was sent, and what came back; of any shape. */
const READABLE: Readable = {
  slots: [],
  paths: ['input', 'answer'],
  scope: { input: undefined, answer: undefined },
}

/** The request that takes this effect back, offered on a run once it was carried out. */
export function UndoFields({
  undo,
  onChange,
}: {
  undo: ActionUndo | undefined
  onChange: (undo: ActionUndo | undefined) => void
}) {
  if (!undo)
    return (
      <Section title="Undo">
        <p className="text-12 text-fg-3">Not declared: whoever wants it undone does so where it was done.</p>
        <Button icon={Plus} className="justify-self-start" onClick={() => onChange(NEW)}>
          Say how it is undone
        </Button>
      </Section>
    )
  const { method, path, summary, fields } = undo
  const change = (part: Partial<ActionUndo>) => onChange({ ...undo, ...part })
  return (
    <Section
      title="Undo"
      aside={
        <Button size="sm" variant="ghost" onClick={() => onChange(undefined)}>
          Remove
        </Button>
      }
    >
      <FormField label="Method of the undo" required>
        <Select
          value={method}
          options={WRITING_METHODS.map((value) => ({ value, label: value }))}
          onValueChange={(next) => change({ method: next })}
        />
      </FormField>
      <ExpressionField
        label="Path of the undo"
        value={path}
        onCommit={(next) => change({ path: next })}
        readable={READABLE}
        template
        required
        missing="Write a path, or / for the address itself"
        hint="Reads what was sent (input) and what came back (answer), as in /deals/{{ answer.id }}."
      />
      <ExpressionField
        label="Says what it does"
        value={summary}
        onCommit={(next) => change({ summary: next })}
        readable={READABLE}
        template
        hint={null}
        placeholder="Put the amount back"
      />
      {fields.map((field, index) => (
        // Fields are told apart by their place: their names may be edited and, for a moment, be equal.
        <div
          key={index}
          className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5"
        >
          <div className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-mono text-12">{field.name}</span>
            <RowTools
              rows={fields}
              index={index}
              name={`undo field ${field.name}`}
              onChange={(next) => change({ fields: next })}
            />
          </div>
          <TextField
            label="Name"
            value={field.name}
            mono
            required
            onCommit={(name) => isFieldName(name) && change({ fields: withRow(fields, index, { name }) })}
          />
          <ExpressionField
            label="Sends"
            value={field.value}
            onCommit={(value) => value.trim() && change({ fields: withRow(fields, index, { value }) })}
            hint={null}
            readable={READABLE}
            required
          />
        </div>
      ))}
      <Button
        icon={Plus}
        className="justify-self-start"
        onClick={() => change({ fields: [...fields, { name: freeName(fields), value: 'null' }] })}
      >
        Add a field
      </Button>
    </Section>
  )
}

function freeName(fields: ActionUndo['fields']): string {
  for (let n = fields.length + 1; ; n++)
    if (!fields.some(({ name }) => name === `field_${n}`)) return `field_${n}`
}
