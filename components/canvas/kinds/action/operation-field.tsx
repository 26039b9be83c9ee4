'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { contractOfAnswer } from '@/domain/connection/contract-of'
import { neededArguments } from '@/domain/connection/operation'
import { refOf } from '@/domain/contract/contract'
import type { BundleConnection } from '@/domain/team/bundle'
import type { NodeOf } from '@/domain/team/node'
import { useStudio } from '../../studio/studio-context'
import type { KindFormProps } from '../form-props'

const FREE = 'free request'

/** Which of a connection's operations an action calls; over an HTTP service it may also call any path. */
export function OperationField({
  node,
  connection,
  change,
}: KindFormProps<'action'> & { connection: BundleConnection | undefined }) {
  const { document } = useStudio()
  const operations = Object.values(connection?.operations ?? {})
  if (operations.length === 0 && node.operation === undefined) return null
  const gone = node.operation !== undefined && !operations.some(({ name }) => name === node.operation)
  const free = operations.every(({ request }) => request.kind === 'http')
  const choose = (name: string) => {
    const operation = operations.find((one) => one.name === name)
    if (!operation || !connection) return change({ operation: undefined })
    const contract = contractOfAnswer(connection, operation)
    const known = contract && document.contracts.some((one) => refOf(one) === refOf(contract))
    const given = node.fields.map((field) => field.name)
    const patch: Partial<NodeOf<'action'>> = {
      operation: name,
      undo: undefined,
      effect: operation.effect,
      idempotent: operation.idempotent,
      fields: [
        ...node.fields,
        ...neededArguments(operation)
          .filter((one) => !given.includes(one))
          .map((one) => ({ name: one, label: '', value: 'null' })),
      ],
      ...(node.summary === '' && { summary: operation.title }),
      ...(contract && { produces: refOf(contract) }),
    }
    change(patch, contract && !known ? contract : undefined)
  }
  return (
    <FormField
      label="Operation"
      required
      hint="What it sends below are the operation’s arguments; its answer’s contract comes along."
    >
      <Select
        value={node.operation ?? (free ? FREE : undefined)}
        placeholder="Choose an operation"
        options={[
          ...(free ? [{ value: FREE, label: 'A request of your own' }] : []),
          ...(gone && node.operation
            ? [{ value: node.operation, label: `${node.operation} (not switched on)` }]
            : []),
          ...operations.map(({ name, title, effect }) => ({
            value: name,
            label: title,
            hint: effect === 'read' ? 'reads' : 'writes',
          })),
        ]}
        onValueChange={choose}
      />
    </FormField>
  )
}
