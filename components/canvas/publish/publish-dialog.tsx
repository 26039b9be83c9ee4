'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { usePublishing } from '@/components/publishing/use-publishing'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { DraftStore } from '../studio/draft-store'
import { useStudio } from '../studio/studio-context'
import type { StudioData } from '../studio/studio-data'
import { Comparison } from '../versions/comparison'
import { DRAFT } from '../versions/side-ref'
import { CasesBefore, useCasesHold } from './cases-before'

/** Shows what changes, asks why, and makes it the version that runs. */
export function PublishDialog({
  team,
  store,
  onClose,
}: {
  team: StudioData['team']
  store: DraftStore
  onClose: () => void
}) {
  const { proof, show } = useStudio()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [note, setNote] = useState('')
  const [unsaved, setUnsaved] = useState(false)
  const [reason, setReason] = useState<string>()
  const held = useCasesHold(team.slug, reason)
  const publish = useMutation(trpc.teams.publish.mutationOptions({ onError: () => undefined }))
  const { secondPerson, several, environments } = usePublishing()
  const errors = proof.problems.filter(({ severity }) => severity === 'error')
  const next = team.versions + 1
  const act = async () => {
    if (!(await store.flush())) return setUnsaved(true)
    try {
      const done = await publish.mutateAsync({
        slug: team.slug,
        note,
        revision: store.revision,
        ...(reason !== undefined && { untested: reason.trim() }),
      })
      await queryClient.invalidateQueries(trpc.teams.pathFilter())
      await queryClient.invalidateQueries(trpc.publishing.pathFilter())
      toast(
        'published' in done
          ? {
              title: several
                ? `${team.name} v${done.published.number} is current in ${environments[0]?.name ?? ''}`
                : `${team.name} v${done.published.number} is what runs now`,
              description: done.published.digest.slice(0, 23),
            }
          : {
              title: `${team.name} v${done.proposed.number} waits for a second person`,
              description: done.proposed.digest.slice(0, 23),
            },
      )
      onClose()
    } catch {
      // Shown below; the note stays.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="xl"
      title={`${secondPerson ? 'Propose' : 'Publish'} ${team.name} v${next}`}
      description={
        secondPerson
          ? 'Somebody else who edited nothing of it must agree before it is published. What they see is the draft as it is now.'
          : several
            ? `It becomes current in ${environments[0]?.name ?? 'the first environment'}; promote it from there. Runs in flight go on with theirs.`
            : team.published
              ? `New runs take it instead of v${team.published.number}. Runs in flight go on with theirs.`
              : 'From then on it can run. A version never changes.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={errors.length > 0 || held}
            busy={publish.isPending}
            onClick={() => void act()}
          >
            {secondPerson ? 'Propose' : 'Publish'} v{next}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {errors.length > 0 && (
          <section className="grid gap-1.5" aria-label="Errors">
            <h3 className="font-strong text-failed-fg">{counted(errors.length, 'error')} to solve first</h3>
            <ul>
              {errors.map((problem, index) => (
                <li key={index} className="flex items-center gap-2 border-t border-line py-1">
                  <span className="min-w-0 flex-1">{problem.message}</span>
                  <Button
                    size="sm"
                    onClick={() => {
                      show(problem)
                      onClose()
                    }}
                  >
                    Show
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Comparison
          className="h-[44vh] overflow-hidden rounded-6 border border-line"
          before={team.versions > 0 ? { kind: 'version', number: team.versions } : { kind: 'none' }}
          after={DRAFT}
        />
        <CasesBefore slug={team.slug} reason={reason} onReason={setReason} onFlush={() => store.flush()} />
        <FormField label="What changed and why" hint="Colleagues and auditors read it beside the version.">
          <Textarea
            rows={3}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </FormField>
        {unsaved && (
          <ErrorState className="m-0" title="Your last edits are not saved yet">
            Publishing takes what the server has. See the note beside the team’s name, then try again.
          </ErrorState>
        )}
        {publish.error && (
          <ErrorState className="m-0" title={messageOf(publish.error)}>
            <ul>
              {problemsOf(publish.error).map(({ pointer, message }) => (
                <li key={pointer + message}>{message}</li>
              ))}
            </ul>
          </ErrorState>
        )}
      </div>
    </Dialog>
  )
}
