'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { SectionHead } from '@/components/ui/section'
import { Switch } from '@/components/ui/switch'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import { toast } from '@/components/ui/toast'
import { useListKeys } from '@/components/ui/use-list-keys'
import { Dialog } from '@/components/ui/dialog'
import { GuardChip } from './guard-state'
import { LimitUse } from './limit-use'
import { LimitsForm } from './limits-form'
import { PasteKey } from './paste-key'
import { formatPrice, isUnpriced } from './price'
import type { ListedModel, ListedProvider } from './settings-types'

/** One provider and what it offers; a row opens the model. */
export function ProviderSection({
  provider,
  models,
  chosen,
  onChoose,
}: {
  provider: ListedProvider
  models: ListedModel[]
  chosen: string | null
  onChoose: (id: string) => void
}) {
  const mayEdit = useMay('model.edit')
  const open = (index: number) => onChoose(models[index]?.id ?? '')
  const { rowProps } = useListKeys({ count: models.length, onOpen: open, what: 'model' })
  return (
    <section aria-label={provider.name} className="border-b border-line">
      <SectionHead
        title={provider.name}
        detail={
          <span className="flex items-center gap-2">
            <span className="truncate font-mono text-12">{provider.baseUrl}</span>
            {provider.sandbox ? (
              <Tag>answers by rule</Tag>
            ) : (
              <Tag>{provider.hasKey ? 'key stored' : 'no key'}</Tag>
            )}
            {limitsOf(provider).map((limit) => (
              <Tag key={limit} className="tabular-nums max-md:hidden">
                {limit}
              </Tag>
            ))}
            <GuardChip guard={provider.guard} />
          </span>
        }
        end={mayEdit && !provider.sandbox && <ProviderMenu provider={provider} />}
      />
      {models.length === 0 ? (
        <p className="px-5 pb-3 text-fg-3">It lists no chat model.</p>
      ) : (
        <Table>
          <TableHead>
            <tr>
              <Th>Model</Th>
              <Th>Tier</Th>
              <Th numeric className="max-sm:hidden">
                In, 1M tokens
              </Th>
              <Th numeric className="max-sm:hidden">
                Out, 1M tokens
              </Th>
              <Th numeric>On</Th>
            </tr>
          </TableHead>
          <TableBody>
            {models.map((model, index) => (
              <Tr
                key={model.id}
                {...rowProps(index)}
                selected={model.id === chosen}
                onClick={() => open(index)}
              >
                <Td wide className="font-mono text-12">
                  <span className="flex items-center gap-2">
                    {model.name}
                    <span className="font-sans text-13">
                      <GuardChip guard={model.guard} />
                    </span>
                  </span>
                </Td>
                <Td className="text-fg-2">{model.tier}</Td>
                <Td numeric className="max-sm:hidden">
                  <Price micros={model.inMicrosPerMTok} />
                </Td>
                <Td numeric className="max-sm:hidden">
                  <Price micros={model.outMicrosPerMTok} />
                </Td>
                <Td numeric>
                  <ModelSwitch model={model} mayEdit={mayEdit} onPrice={() => open(index)} />
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  )
}

/** `12 of 60 requests a minute`: what is used of what may be. */
function limitsOf({ guard }: ListedProvider): string[] {
  if (!guard) return []
  const { requests, tokens, parallel, requestsPerMinute, tokensPerMinute, parallelCalls } = guard
  const count = (used: number, limit: number | null, what: string) =>
    limit === null ? [] : `${used.toLocaleString('en-US')} of ${limit.toLocaleString('en-US')} ${what}`
  return [
    count(requests, requestsPerMinute, 'requests a minute'),
    count(tokens, tokensPerMinute, 'tokens a minute'),
    count(parallel, parallelCalls, 'calls at once'),
  ].flat()
}

const Price = ({ micros }: { micros: bigint | null }) =>
  micros === null ? <span className="text-fg-3">not known</span> : formatPrice(micros)

function ModelSwitch({
  model,
  mayEdit,
  onPrice,
}: {
  model: ListedModel
  mayEdit: boolean
  onPrice: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const put = useMutation(
    trpc.models.putModel.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.models.pathFilter())
        await queryClient.invalidateQueries(trpc.session.pathFilter())
      },
    }),
  )
  if (!mayEdit) return model.enabled ? 'on' : <span className="text-fg-3">off</span>
  const next = put.isPending ? !model.enabled : model.enabled
  return (
    <span className="inline-flex align-middle" onClick={(event) => event.stopPropagation()}>
      <Switch
        aria-label={`${model.name} is on`}
        checked={next}
        onCheckedChange={(enabled) =>
          enabled && isUnpriced(model) ? onPrice() : put.mutate({ id: model.id, enabled })
        }
      />
    </span>
  )
}

function ProviderMenu({ provider }: { provider: ListedProvider }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [changing, setChanging] = useState(false)
  const [limiting, setLimiting] = useState(false)
  const [removing, setRemoving] = useState(false)
  const remove = useMutation(
    trpc.models.removeProvider.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.models.pathFilter())
        await queryClient.invalidateQueries(trpc.session.pathFilter())
        toast({ title: `${provider.name} is removed` })
      },
    }),
  )
  return (
    <>
      <DropdownMenu
        align="end"
        trigger={<Button variant="ghost" icon={Ellipsis} aria-label={`Change or remove ${provider.name}`} />}
      >
        <MenuItem onSelect={() => setChanging(true)}>Change name, address or key…</MenuItem>
        <MenuItem onSelect={() => setLimiting(true)}>Limits…</MenuItem>
        <MenuItem onSelect={() => setRemoving(true)}>Remove…</MenuItem>
      </DropdownMenu>
      <PasteKey open={changing} onOpenChange={setChanging} provider={provider} />
      <Dialog
        open={limiting}
        onOpenChange={setLimiting}
        title={`Limits of ${provider.name}`}
        description="For all its models together, kept by all workers together. What does not fit waits its turn, or another model of the tier answers."
      >
        <div className="grid gap-4">
          <LimitUse guard={provider.guard} />
          <LimitsForm
            id={provider.id}
            name={provider.name}
            guard={provider.guard}
            onSaved={() => setLimiting(false)}
          />
        </div>
      </Dialog>
      <AlertDialog
        open={removing}
        onOpenChange={setRemoving}
        title={`Remove ${provider.name}?`}
        confirm="Remove"
        typing={provider.name}
        onConfirm={() => remove.mutateAsync({ id: provider.id })}
      >
        Its key and its {provider.models.length} models go. Agents are answered by what is left, or by the
        sandbox. Calls that were made stay under costs and on the record.
      </AlertDialog>
    </>
  )
}
