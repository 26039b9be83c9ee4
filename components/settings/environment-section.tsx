'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { SecondPersonSwitch } from '@/components/second-person/second-person-switch'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { SettingsList } from './settings-list'
import type { ListedEnvironment } from './settings-types'

type Asks = { what: 'add' } | { what: 'rename' | 'remove'; environment: ListedEnvironment }

/** Where versions become current, in order; and whether a second person must agree to them. */
export function EnvironmentSection() {
  const trpc = useTRPC()
  const mayEdit = useMay('publishing.edit')
  const publishing = useQuery(trpc.publishing.get.queryOptions())
  const [asks, setAsks] = useState<Asks>()
  const [moving, setMoving] = useState<string[]>()
  const environments = publishing.data?.environments
  const close = () => setAsks(undefined)
  const swapped = (index: number, other: number): string[] => {
    const order = (environments ?? []).map(({ slug }) => slug)
    const [a, b] = [order[index], order[other]]
    if (a === undefined || b === undefined) return order
    return order.with(index, b).with(other, a)
  }
  return (
    <div className="grid gap-4">
      <SettingsList
        id="environments"
        title="Environments"
        detail="What is published becomes current in the first; runs take the last unless told otherwise"
        add={
          mayEdit && (
            <Button icon={Plus} onClick={() => setAsks({ what: 'add' })}>
              Add an environment
            </Button>
          )
        }
        query={{ ...publishing, data: environments }}
        failed="The environments could not be read"
        empty={{ title: 'No environment', says: 'There is always one.' }}
        columns={4}
        head={
          <>
            <Th className="first:pl-4">Name</Th>
            <Th className="max-sm:hidden">In triggers and the API</Th>
            <Th>Current there</Th>
            <Th className="last:pr-2">
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {environments?.map((environment, index) => {
          const { slug, name, teams } = environment
          return (
            <Tr key={slug}>
              <Td className="font-label first:pl-4">{name}</Td>
              <Td className="font-mono text-12 text-fg-2 max-sm:hidden">{slug}</Td>
              <Td className="text-fg-2">{teams === 0 ? 'nothing' : counted(teams, 'team')}</Td>
              <Td numeric className="last:pr-2">
                {mayEdit && (
                  <span className="inline-flex">
                    {environments.length > 1 && (
                      <>
                        <IconButton
                          icon={ArrowUp}
                          label={`Move ${name} before`}
                          disabled={index === 0}
                          onClick={() => setMoving(swapped(index, index - 1))}
                        />
                        <IconButton
                          icon={ArrowDown}
                          label={`Move ${name} behind`}
                          disabled={index === environments.length - 1}
                          onClick={() => setMoving(swapped(index, index + 1))}
                        />
                      </>
                    )}
                    <IconButton
                      icon={Pencil}
                      label={`Rename ${name}`}
                      onClick={() => setAsks({ what: 'rename', environment })}
                    />
                    <IconButton
                      icon={Trash2}
                      label={`Remove ${name}`}
                      disabled={environments.length === 1}
                      onClick={() => setAsks({ what: 'remove', environment })}
                    />
                  </span>
                )}
              </Td>
            </Tr>
          )
        })}
      </SettingsList>
      <SecondPersonSwitch what="publishing" />
      {(asks?.what === 'add' || asks?.what === 'rename') && (
        <NameEnvironment
          environment={asks.what === 'rename' ? asks.environment : undefined}
          first={environments?.[0]?.name ?? ''}
          onClose={close}
        />
      )}
      {asks?.what === 'remove' && <Remove environment={asks.environment} onClose={close} />}
      {moving && environments && (
        <Order order={moving} environments={environments} onClose={() => setMoving(undefined)} />
      )}
    </div>
  )
}

function useDone(onClose: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return async (title: string) => {
    await queryClient.invalidateQueries(trpc.publishing.pathFilter())
    await queryClient.invalidateQueries(trpc.teams.pathFilter())
    toast({ title })
    onClose()
  }
}

function NameEnvironment({
  environment,
  first,
  onClose,
}: {
  environment: ListedEnvironment | undefined
  /** The one that is the first now. */
  first: string
  onClose: () => void
}) {
  const trpc = useTRPC()
  const done = useDone(onClose)
  const [name, setName] = useState(environment?.name ?? '')
  const quiet = { onError: () => undefined }
  const add = useMutation(trpc.publishing.add.mutationOptions(quiet))
  const rename = useMutation(trpc.publishing.rename.mutationOptions(quiet))
  const { error, isPending } = environment ? rename : add
  const act = async () => {
    try {
      if (environment) await rename.mutateAsync({ slug: environment.slug, name })
      else await add.mutateAsync({ name })
      await done(environment ? `It is called ${name}` : `${name} is added`)
    } catch {
      // Shown at the field; what was typed stays.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={environment ? `Rename ${environment.name}` : 'Add an environment'}
      description={
        environment
          ? `Triggers and programs go on naming it ${environment.slug}.`
          : `It comes first: what is published from now on becomes current there, and is promoted to ${first} from there. What runs now is untouched.`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={isPending} onClick={() => void act()}>
            {environment ? 'Rename' : 'Add'}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void act()
        }}
      >
        <FormField
          label="Name"
          required
          hint="As in Staging"
          error={problemAt(error, '/name') ?? (error ? messageOf(error) : undefined)}
        >
          <Input autoFocus maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
        </FormField>
      </form>
    </Dialog>
  )
}

function Remove({ environment, onClose }: { environment: ListedEnvironment; onClose: () => void }) {
  const done = useDone(onClose)
  const remove = useMutation(useTRPC().publishing.remove.mutationOptions({ onError: () => undefined }))
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${environment.name}?`}
      confirm="Remove"
      onConfirm={async () => {
        await remove.mutateAsync({ slug: environment.slug })
        await done(`${environment.name} is removed`)
      }}
    >
      <p>No version becomes current there any more. Runs that were started there keep its name.</p>
      <Failure error={remove.error} />
    </AlertDialog>
  )
}

function Order({
  order,
  environments,
  onClose,
}: {
  order: string[]
  environments: readonly ListedEnvironment[]
  onClose: () => void
}) {
  const done = useDone(onClose)
  const change = useMutation(useTRPC().publishing.order.mutationOptions({ onError: () => undefined }))
  const nameOf = (slug: string | undefined) => environments.find((each) => each.slug === slug)?.name ?? ''
  const [first, last] = [nameOf(order[0]), nameOf(order.at(-1))]
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Order them ${order.map(nameOf).join(', ')}?`}
      confirm="Change the order"
      onConfirm={async () => {
        await change.mutateAsync({ order })
        await done('The order is changed')
      }}
    >
      <p>
        What is published from now on becomes current in {first}. Runs that name no environment take what is
        current in {last}. Runs in flight go on with theirs.
      </p>
      <Failure error={change.error} />
    </AlertDialog>
  )
}

const Failure = ({ error }: { error: unknown }) =>
  error ? (
    <ErrorState className="m-0 mt-2" title="Nothing was changed">
      {messageOf(error)}
    </ErrorState>
  ) : null
