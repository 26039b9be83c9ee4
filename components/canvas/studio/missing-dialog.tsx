'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { asNewcomer, type Missing } from '../model/missing'

/** What was pasted names things that are not in this workspace: which, and what can be done. */
export function MissingDialog({ missing, onClose }: { missing: Missing; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  const mayMake = useMay('agent.edit')
  const put = useMutation(trpc.agents.put.mutationOptions({ onError: () => undefined }))
  const { agents, strangers, connections, teams } = missing
  const make = async () => {
    try {
      for (const agent of agents)
        await put.mutateAsync({ create: true, agent: asNewcomer(agent, person.name) })
      onClose()
    } catch {
      // Said below; what was made stays, and is no longer asked for.
    } finally {
      await Promise.all([
        queryClient.invalidateQueries(trpc.teams.surroundings.pathFilter()),
        queryClient.invalidateQueries(trpc.agents.pathFilter()),
      ])
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="md"
      title="Pasted, but some of it is not in this workspace"
      footer={
        <>
          <Button onClick={onClose}>Later</Button>
          {agents.length > 0 && mayMake && (
            <Button variant="primary" busy={put.isPending} onClick={() => void make()}>
              {`Add the ${counted(agents.length, 'agent')}`}
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-3">
        {agents.length > 0 && (
          <Group title="Agents">
            {agents.map(({ slug, name, job }) => (
              <li key={slug} className="grid gap-0.5 border-t border-line py-1.5 first:border-t-0">
                <b className="font-label">{name}</b>
                <span className="text-fg-2">{job}</span>
              </li>
            ))}
          </Group>
        )}
        {agents.length > 0 && (
          <p className="text-12 text-fg-3">
            {mayMake
              ? `They are added with their jobs and instructions, without tools. You own them, and a person approves what they write.`
              : 'Adding agents needs the right to edit agents.'}
          </p>
        )}
        {(
          [
            ['Agents of whom only the name came along', strangers, 'Choose others at their nodes.'],
            ['Connections', connections, 'Choose others at their nodes, or add them under Connections.'],
            ['Teams', teams, 'Choose others at their nodes, or publish them here first.'],
          ] as const
        ).map(
          ([title, slugs, what]) =>
            slugs.length > 0 && (
              <Group key={title} title={title}>
                <li className="py-1">
                  <span className="font-mono text-12">{slugs.join(', ')}</span>
                  <span className="ml-2 text-fg-2">{what}</span>
                </li>
              </Group>
            ),
        )}
        {put.error && <ErrorState className="m-0" title={messageOf(put.error)} />}
      </div>
    </Dialog>
  )
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h3 className="text-12 text-fg-3">{title}</h3>
      <ul>{children}</ul>
    </section>
  )
}
