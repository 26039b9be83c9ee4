'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { AuthorisationList } from '@/components/gate/authorisation-list'
import { codeOf } from '@/components/shell/problems'
import { useMay, useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import type { ListedAgent } from './agent-types'
import { AgentForm, FORM } from './form/agent-form'
import { draftOf, emptyDraft, sentOf } from './form/draft'
import { Scorecard } from './scorecard'
import { StopSwitch } from './stop-switch'

/** One agent whole: how it does, the switch that stops it, and everything about it to edit. */
export function AgentSheet({ agent, onClose }: { agent: ListedAgent | undefined; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  const mayEdit = useMay('agent.edit')
  const [base, setBase] = useState(agent)
  const [draft, setDraft] = useState(() => (agent ? draftOf(agent.definition) : emptyDraft(person.name)))
  const [dirty, setDirty] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const [broken, setBroken] = useState<number[]>([])
  const put = useMutation(
    trpc.agents.put.mutationOptions({
      onError: toFirstWrong,
      onSuccess: async (stored) => {
        setDirty(false)
        await queryClient.invalidateQueries(trpc.agents.pathFilter())
        toast({
          title: `${stored.definition.name} is saved`,
          description: agent
            ? 'Published versions keep it as it was; publish a team to take it up.'
            : 'It has no budget yet: set one in Costs. Teams can place it now.',
        })
        onClose()
      },
    }),
  )
  const send = () => {
    const sent = sentOf(draft)
    setBroken(sent.broken)
    if (sent.broken.length > 0) return
    put.mutate({ agent: sent.agent, ...(base ? { revision: base.revision } : { create: true }) })
  }
  const reload = () => {
    if (!agent) return
    setBase(agent)
    setDraft(draftOf(agent.definition))
    setDirty(false)
    put.reset()
  }
  const conflict = agent && codeOf(put.error) === 'CONFLICT'
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (open) return
        if (dirty) setLeaving(true)
        else onClose()
      }}
      title={agent?.definition.name ?? 'New agent'}
      footer={
        mayEdit ? (
          <>
            {conflict && (
              <Button className="mr-auto" onClick={reload}>
                Load it again
              </Button>
            )}
            <Button onClick={() => (dirty ? setLeaving(true) : onClose())}>Cancel</Button>
            <Button variant="primary" type="submit" form={FORM} busy={put.isPending}>
              {agent ? 'Save' : 'Make the agent'}
            </Button>
          </>
        ) : undefined
      }
    >
      {agent && (
        <div className="grid gap-3 border-b border-line px-4 py-3">
          <Scorecard score={agent.score} />
          <Teams teams={agent.teams} />
          <StopSwitch agent={agent} />
          <AuthorisationList agent={agent.slug} autonomy={agent.definition.autonomy} />
        </div>
      )}
      <div className="px-4 py-3.5">
        <AgentForm
          draft={draft}
          onChange={(part) => {
            setDirty(true)
            setDraft((before) => ({ ...before, ...part }))
          }}
          created={agent !== undefined}
          error={put.error}
          broken={broken}
          readOnly={!mayEdit}
          onSend={send}
        />
      </div>
      <AlertDialog
        open={leaving}
        onOpenChange={setLeaving}
        title="Leave without saving?"
        confirm="Leave"
        onConfirm={onClose}
      >
        What was typed here is not kept.
      </AlertDialog>
    </Sheet>
  )
}

/** Once the errors stand at their fields: to the first, it may be out of sight. */
function toFirstWrong(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`#${FORM} [aria-invalid=true]`)?.focus())
}

function Teams({ teams }: { teams: ListedAgent['teams'] }) {
  if (teams.length === 0) return <p className="text-fg-3">No team places it yet.</p>
  return (
    <p className="text-fg-2">
      Works in{' '}
      {teams.map(({ slug, name }, index) => (
        <span key={slug}>
          {index > 0 && ', '}
          <Link href={`/teams/${slug}`} className="rounded-4 text-accent-fg underline underline-offset-2">
            {name}
          </Link>
        </span>
      ))}
    </p>
  )
}
