'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { HTTP_METHODS } from '@/domain/connection/kinds/http-request'
import { undoOf } from '@/domain/effect/undo'
import type { BundleConnection } from '@/domain/team/bundle'
import { isWrite } from '@/domain/team/kinds/action'
import type { NodeOf } from '@/domain/team/node'
import { ContractField } from '../../inspector/fields/contract-field'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { Section } from '../../inspector/fields/section'
import { TriesFields } from '../../inspector/fields/tries-fields'
import { useReadable } from '../../studio/use-readable'
import { useStudio } from '../../studio/studio-context'
import type { KindFormProps } from '../form-props'
import { ActionFields } from './action-fields'
import { OperationField } from './operation-field'
import { RiskField } from './risk-field'
import { UndoFields } from './undo-fields'

/** What an operation declares is said with its connection, and only read here. */
function takenBack(node: NodeOf<'action'>, connection: BundleConnection | undefined): string {
  const undo = undoOf(node, connection ? { [connection.slug]: connection } : {})
  return undo && 'operation' in undo
    ? `By “${undo.operation.title}”, as the connection says.`
    : 'The connection does not say how: whoever wants it undone does so where it was done.'
}

export function ActionForm({ node, change }: KindFormProps<'action'>) {
  const readable = useReadable(node.id)
  const { surroundings } = useStudio()
  const connections = surroundings.connections.map(({ slug, name, owner, clearance }) => ({
    value: slug,
    label: name,
    hint: `${owner}, up to ${clearance}`,
  }))
  const connection = surroundings.connections.find(({ slug }) => slug === node.connection)
  const gone = node.connection !== undefined && !connections.some(({ value }) => value === node.connection)
  return (
    <>
      <FormField
        label="Connection"
        required
        hint={connections.length ? undefined : 'An admin sets up connections.'}
      >
        <Select
          value={node.connection}
          placeholder="Choose a connection"
          options={[
            ...(gone && node.connection
              ? [{ value: node.connection, label: `${node.connection} (unknown)` }]
              : []),
            ...connections,
          ]}
          onValueChange={(connection) => change({ connection })}
        />
      </FormField>
      <OperationField node={node} change={change} connection={connection} />
      {node.operation === undefined && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <FormField label="What it does" required>
              <Select
                value={isWrite(node) ? 'write' : 'read'}
                options={[
                  { value: 'write', label: 'Writes', hint: 'An effect: needs a gate before it' },
                  { value: 'read', label: 'Reads', hint: 'By GET, changes nothing outside' },
                ]}
                onValueChange={(effect) => change(effect === 'read' ? { effect, method: 'GET' } : { effect })}
              />
            </FormField>
            <FormField label="Method" required>
              <Select
                value={node.method}
                options={HTTP_METHODS.map((method) => ({ value: method, label: method }))}
                onValueChange={(method) =>
                  change(method === 'GET' ? { method } : { method, effect: 'write' })
                }
              />
            </FormField>
          </div>
          <ExpressionField
            label="Path"
            value={node.path}
            onCommit={(path) => change({ path })}
            readable={readable}
            template
            required
            missing="Write a path, or / for the address itself"
            hint="Below the connection's address; every value becomes one encoded piece of it."
          />
        </>
      )}
      <ExpressionField
        label="Says to a reviewer"
        value={node.summary}
        onCommit={(summary) => change({ summary })}
        readable={readable}
        template
        required={isWrite(node)}
        missing="Write a sentence on what it does"
        placeholder="Update {{ dossier.account.name }}"
      />
      <ActionFields fields={node.fields} readable={readable} onChange={(fields) => change({ fields })} />
      {isWrite(node) && (
        <>
          <Section title="Before it goes out">
            <RiskField risk={node.risk} readable={readable} onChange={(risk) => change({ risk })} />
          </Section>
          {node.operation === undefined ? (
            <UndoFields undo={node.undo} onChange={(undo) => change({ undo })} />
          ) : (
            <Section title="Undo">
              <p className="text-12 text-fg-3">{takenBack(node, connection)}</p>
            </Section>
          )}
        </>
      )}
      <Section title="Handoffs">
        <ContractField
          label="Takes up"
          value={node.accepts}
          onCommit={(accepts, taken) => change({ accepts }, taken)}
        />
        <ContractField
          label="Hands on"
          value={node.produces}
          onCommit={(produces, taken) => change({ produces }, taken)}
          hint="Contract of the answer, where later nodes read it."
        />
      </Section>
      <Section title="If it fails">
        <TriesFields node={node} longest={300} what="the service" change={change} />
        {node.operation === undefined && (
          <Checkbox
            label="The same call twice does it once"
            hint="If not, an unknown outcome goes to a person instead of being sent twice."
            checked={node.idempotent}
            onCheckedChange={(idempotent) => change({ idempotent })}
          />
        )}
      </Section>
    </>
  )
}
