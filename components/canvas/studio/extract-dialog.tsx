'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { usePublishing } from '@/components/publishing/use-publishing'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { showRef } from '@/domain/contract/contract'
import { groupsOf } from '../model/group'
import { judgeExtraction } from '../model/judge-extraction'
import { useStudio } from './studio-context'

/** What becomes of the new team. */
const PUBLISHED = { is: 'is published and called from here', description: undefined }
const ONCE = 'This team can be published once that one is.'
const PROPOSED = { is: 'is made, and waits for a second person', description: ONCE }
const MADE = { is: 'is made, and not yet published', description: ONCE }

/** The selected nodes become a team of their own, and a node that calls it stands in their place. */
export function ExtractDialog({ nodes, onClose }: { nodes: readonly string[]; onClose: () => void }) {
  const { document, surroundings, slug, edit, select } = useStudio()
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const mayPublish = useMay('team.publish')
  const { secondPerson } = usePublishing()
  const create = useMutation(trpc.teams.create.mutationOptions({ onError: () => undefined }))
  const publish = useMutation(trpc.teams.publish.mutationOptions({ onError: () => undefined }))
  const [name, setName] = useState(() => nameFor(document, nodes))
  const called = name.trim().slice(0, 80)
  const judged = useMemo(
    () => judgeExtraction(document, nodes, called || 'New team', { ...surroundings, slug }),
    [document, nodes, called, surroundings, slug],
  )
  const refused = 'refused' in judged ? judged.refused : undefined
  const errors = 'refused' in judged ? [] : judged.errors
  const willPublish = mayPublish && errors.length === 0
  const make = async () => {
    if ('refused' in judged || called === '') return
    try {
      const made = await create.mutateAsync({ name: called, document: judged.team })
      const came = willPublish
        ? await publish.mutateAsync({ slug: made.slug, note: `Taken out of ${document.name}` }).then(
            (done) => ('published' in done ? PUBLISHED : PROPOSED),
            (error: unknown) => ({ ...MADE, description: messageOf(error) }),
          )
        : MADE
      await queryClient.invalidateQueries(trpc.teams.surroundings.pathFilter())
      if (edit(judged.replace(made.slug))) select({ nodes: [judged.node] })
      toast({
        title: `${called} ${came.is}`,
        description: came.description,
        action: { label: 'Open it', run: () => router.push(`/teams/${made.slug}`) },
      })
      onClose()
    } catch {
      // Said below; nothing here was changed.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="md"
      title="Make a team of these"
      description={`${counted(nodes.length, 'node')} become a team with runs of its own. Here a node that calls it takes their place; undo brings them back.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={refused !== undefined || called === ''}
            busy={create.isPending || publish.isPending}
            onClick={() => void make()}
          >
            {!willPublish
              ? 'Make the team, not published'
              : secondPerson
                ? 'Make and propose the team'
                : 'Make and publish the team'}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        {refused === undefined ? (
          <FormField label="Name" required>
            <Input value={name} autoFocus onChange={(event) => setName(event.target.value)} />
          </FormField>
        ) : (
          <ErrorState className="m-0" title="These cannot be cut out">
            {refused}
          </ErrorState>
        )}
        {'refused' in judged ? null : (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
            <dt className="text-fg-3">Begins with</dt>
            <dd className="font-mono text-12">{showRef(judged.begins)}</dd>
            <dt className="text-fg-3">Brings back</dt>
            <dd className="font-mono text-12">{showRef(judged.brings)}</dd>
          </dl>
        )}
        {errors.length > 0 && (
          <section>
            <h3 className="font-strong">{`${counted(errors.length, 'error')} to solve before it can be published`}</h3>
            <ul className="mt-1 grid gap-1 text-fg-2">
              {errors.map(({ code, message }, index) => (
                <li key={`${code} ${index}`}>{message}</li>
              ))}
            </ul>
          </section>
        )}
        {create.error && <ErrorState className="m-0" title={messageOf(create.error)} />}
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}

/** As the group is called that they are, else after the first of them. */
function nameFor(document: Parameters<typeof groupsOf>[0], nodes: readonly string[]): string {
  const group = groupsOf(document).find(
    (each) => each.nodes.length === nodes.length && each.nodes.every((id) => nodes.includes(id)),
  )
  const first = document.nodes.find(({ id }) => nodes.includes(id))
  return group?.name ?? (nodes.length === 1 ? (first?.name ?? 'New team') : `${first?.name ?? 'New'} team`)
}
