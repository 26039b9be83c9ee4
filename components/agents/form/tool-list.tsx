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
import type { Operation } from '@/domain/connection/operation'
import { NO_PARAMETERS, type ToolDraft } from './draft'

const NEW: ToolDraft = { name: '', description: '', connection: '', path: '/', parameters: NO_PARAMETERS }

const FREE = 'path'

/** The tool calls this operation, described and with the arguments as it has them; or a path again. */
function withOperation(tool: ToolDraft, reads: readonly Operation[], name: string): Partial<ToolDraft> {
  const operation = reads.find((one) => one.name === name)
  if (!operation) return { operation: undefined }
  return {
    operation: name,
    name: tool.name || name,
    description: tool.description || (operation.description || operation.title).slice(0, 500),
    parameters: JSON.stringify(operation.input, null, 2),
  }
}

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
  const { data } = useQuery(trpc.teams.surroundings.queryOptions())
  const known = data?.connections ?? []
  const connections = known.map(({ slug, name }) => ({ value: slug, label: name }))
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
          reads={Object.values(known.find(({ slug }) => slug === tool.connection)?.operations ?? {}).filter(
            ({ effect }) => effect === 'read',
          )}
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
  /** The operations of its connection that only read. */
  reads: readonly Operation[]
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
        {tool.operation === undefined ? (
          <FormField label="Path" required error={problem('path')}>
            <Input className="font-mono text-12" placeholder="/accounts/{id}" {...text('path')} />
          </FormField>
        ) : (
          <span />
        )}
      </div>
      {(props.reads.length > 0 || tool.operation !== undefined) && (
        <FormField
          label="Operation"
          required
          hint="Its description and arguments come along"
          error={problem('operation')}
        >
          <Select
            disabled={readOnly}
            value={tool.operation ?? FREE}
            onValueChange={(name) => props.onChange(withOperation(tool, props.reads, name))}
            options={[
              { value: FREE, label: 'A path of your own' },
              ...(tool.operation !== undefined && !props.reads.some(({ name }) => name === tool.operation)
                ? [{ value: tool.operation, label: `${tool.operation} (not switched on)` }]
                : []),
              ...props.reads.map(({ name, title }) => ({ value: name, label: title })),
            ]}
          />
        </FormField>
      )}
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
