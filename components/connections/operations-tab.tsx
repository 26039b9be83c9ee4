'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileInput, Plus, RefreshCw } from 'lucide-react'
import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { FilterBar } from '@/components/ui/filter-bar'
import { StatusChip, type Status } from '@/components/ui/status-chip'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { useListKeys } from '@/components/ui/use-list-keys'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import type { Connection, ConnectionOperation } from './connection-types'
import { DeclareOperation } from './declare-operation'
import { ImportApi } from './import-api'
import { OperationPanel } from './operation-panel'

const LOOKS: Record<ConnectionOperation['state'], { status: Status; word: string }> = {
  on: { status: 'done', word: 'On' },
  new: { status: 'waiting', word: 'New: look at it' },
  changed: { status: 'waiting', word: 'Changed: look at it' },
  off: { status: 'idle', word: 'Off' },
  gone: { status: 'cancelled', word: 'No longer offered' },
}

const NOTHING: Record<'declared' | 'discovered' | 'fixed', string> = {
  declared:
    'An operation is one thing that can be asked, with the fields that go in and come back. Teams and agents then choose it by name.',
  discovered: 'Ask the server what it offers. Each tool is looked at and approved before anybody may use it.',
  fixed: '',
}

/** What can be asked of a connection. */
export function OperationsTab({ connection }: { connection: Connection }) {
  const { id, kind, operations } = connection
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useMay('connection.edit')
  const [chosen, setChosen] = useQueryState('operation', parseAsString)
  const [adding, setAdding] = useState<'declare' | 'import'>()
  const discover = useMutation(
    trpc.connections.discover.mutationOptions({
      onError: () => undefined,
      onSuccess: async ({ added, changed, gone }) => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        toast({
          title: 'The server was asked',
          description: `${added} new, ${changed} changed, ${gone} gone`,
        })
      },
    }),
  )
  const source = CONNECTION_KIND[kind].operations
  const open = (index: number) => void setChosen(operations[index]?.operation.name ?? null)
  const { rowProps } = useListKeys({ count: operations.length, onOpen: open, what: 'operation' })
  const shown = operations.find(({ operation }) => operation.name === chosen)
  const buttons = mayEdit && (
    <>
      {kind === 'http' && (
        <Button icon={FileInput} onClick={() => setAdding('import')}>
          From OpenAPI
        </Button>
      )}
      {source === 'declared' && (
        <Button icon={Plus} onClick={() => setAdding('declare')}>
          New operation
        </Button>
      )}
      {source === 'discovered' && (
        <Button icon={RefreshCw} busy={discover.isPending} onClick={() => discover.mutate({ id })}>
          Ask what it offers
        </Button>
      )}
    </>
  )
  return (
    <div className="relative flex h-full min-w-0">
      <div className="grid min-w-0 flex-1 grid-rows-[auto_minmax(0,1fr)]">
        {operations.length > 0 && source !== 'fixed' ? (
          <FilterBar end={buttons}>
            <span className="text-fg-2 max-sm:hidden">
              {kind === 'http' ? 'Teams may also call it freely by method and path.' : ''}
            </span>
          </FilterBar>
        ) : (
          <span />
        )}
        <div className="min-h-0 overflow-auto">
          {discover.error && (
            <ErrorState title="The server could not be asked">{messageOf(discover.error)}</ErrorState>
          )}
          {operations.length === 0 ? (
            <EmptyState
              title="No operation yet"
              action={buttons && <div className="flex flex-wrap gap-2">{buttons}</div>}
            >
              {NOTHING[source]}
            </EmptyState>
          ) : (
            <Table>
              <TableHead>
                <tr>
                  <Th>Operation</Th>
                  <Th className="max-sm:hidden">Name</Th>
                  <Th>Effect</Th>
                  <Th>State</Th>
                </tr>
              </TableHead>
              <TableBody>
                {operations.map(({ operation, state }, index) => (
                  <Tr
                    key={operation.name}
                    {...rowProps(index)}
                    selected={operation.name === chosen}
                    onClick={() => open(index)}
                  >
                    <Td wide className="font-label" title={operation.title}>
                      {operation.title}
                    </Td>
                    <Td className="font-mono text-12 text-fg-2 max-sm:hidden">{operation.name}</Td>
                    <Td className="text-fg-2">
                      {state === 'new' ? 'unknown' : operation.effect === 'read' ? 'reads' : 'writes'}
                    </Td>
                    <Td>
                      <StatusChip plain {...LOOKS[state]} />
                    </Td>
                  </Tr>
                ))}
              </TableBody>
            </Table>
          )}
        </div>
      </div>
      {shown && (
        <OperationPanel
          key={`${shown.operation.name} ${shown.offered?.pin ?? shown.operation.pin ?? ''}`}
          connection={connection}
          stored={shown}
          onClose={() => void setChosen(null)}
        />
      )}
      {adding === 'declare' && (
        <DeclareOperation connection={connection} onClose={() => setAdding(undefined)} />
      )}
      {adding === 'import' && <ImportApi connection={connection} onClose={() => setAdding(undefined)} />}
    </div>
  )
}
