'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { IconButton } from '@/components/ui/icon-button'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { NO_PARAMETERS, type ToolDraft } from './draft'

const NEW: ToolDraft = { name: '', description: '', connection: '', path: '/', parameters: NO_PARAMETERS }

/** Reads it may ask for while it works, each one GET of one connection. */
export function ToolList({
  tools,
  onChange,
  error,
  broken,
  readOnly,
}: {
  tools: readonly ToolDraft[]
  onChange: (tools: ToolDraft[]) => void
  error: unknown
  broken: readonly number[]
  readOnly: boolean
}) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.connections.list.queryOptions())
  const connections = (data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-label">
        Tools <span className="ml-1 text-12 font-text text-fg-3">reads only; writes are never tools</span>
      </legend>
      {tools.map((tool, index) => (
        <ToolRow
          key={index}
          tool={tool}
          at={index}
          connections={connections}
          error={error}
          broken={broken.includes(index)}
          readOnly={readOnly}
          onChange={(part) => onChange(tools.with(index, { ...tool, ...part }))}
          onRemove={() => onChange(tools.toSpliced(index, 1))}
        />
      ))}
      {tools.length === 0 && <p className="text-12 text-fg-3">It works with what its team hands it.</p>}
      {!readOnly && (
        <div>
          <Button
            icon={Plus}
            onClick={() => onChange([...tools, { ...NEW, connection: connections[0]?.value ?? '' }])}
          >
            Tool
          </Button>
        </div>
      )}
    </fieldset>
  )
}

function ToolRow(props: {
  tool: ToolDraft
  at: number
  connections: readonly { value: string; label: string }[]
  error: unknown
  broken: boolean
  readOnly: boolean
  onChange: (part: Partial<ToolDraft>) => void
  onRemove: () => void
}) {
  const { tool, at, error, readOnly, onChange } = props
  const problem = (field: string) => problemAt(error, `/tools/${at}/${field}`)
  const lacks = (key: 'name' | 'description' | 'connection', words: string) =>
    problem(key) && tool[key].trim() === '' ? words : problem(key)
  const text = (key: 'name' | 'description' | 'path' | 'parameters') => ({
    value: tool[key],
    readOnly,
    spellCheck: key === 'description',
    onChange: (event: { target: { value: string } }) => onChange({ [key]: event.target.value }),
  })
  const options = props.connections.some(({ value }) => value === tool.connection)
    ? props.connections
    : [...props.connections, ...(tool.connection ? [{ value: tool.connection, label: tool.connection }] : [])]
  return (
    <div
      role="group"
      aria-label={`Tool ${at + 1}`}
      className="grid gap-2.5 rounded-6 border border-line p-2.5"
    >
      <div className="flex items-end gap-2">
        <FormField label="Tool" required className="flex-1" error={lacks('name', 'It needs a name')}>
          <Input className="font-mono text-12" placeholder="find_account" {...text('name')} />
        </FormField>
        {!readOnly && (
          <IconButton icon={X} label={`Remove tool ${tool.name || at + 1}`} onClick={props.onRemove} />
        )}
      </div>
      <FormField label="What it tells" required error={lacks('description', 'Say what it tells')}>
        <Input {...text('description')} />
      </FormField>
      <div className="grid grid-cols-2 items-start gap-2">
        <FormField label="Connection" required error={lacks('connection', 'Choose a connection')}>
          <Select
            disabled={readOnly}
            value={tool.connection || undefined}
            onValueChange={(connection) => onChange({ connection })}
            options={options}
          />
        </FormField>
        <FormField label="Path" required error={problem('path')}>
          <Input className="font-mono text-12" placeholder="/accounts/{id}" {...text('path')} />
        </FormField>
      </div>
      <FormField
        label="Arguments"
        required
        hint="A JSON Schema of an object; {name} in the path takes the argument of that name"
        error={props.broken ? 'This is no JSON object' : problem('parameters')}
      >
        <Textarea rows={5} className="font-mono text-12" {...text('parameters')} />
      </FormField>
    </div>
  )
}
