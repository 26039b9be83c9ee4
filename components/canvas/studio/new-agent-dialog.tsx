'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { AUTONOMY, CLEARANCES, TIERS } from '@/components/agents/form/agent-choices'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { categoryLabel } from '@/components/ui/category-label'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { CATEGORIES, type Category, type Classification } from '@/domain/policy/classification'
import type { ModelTier } from '@/domain/team/agent'
import { freeId } from '../model/free-id'
import { useStudio } from './studio-context'

const FIELDS = ['/name', '/job', '/owner', '/instructions', '/slug'] as const

/** A new colleague, with just what the job needs; the rest stands on the agent's own page. */
export function NewAgentDialog({
  onClose,
  onMade,
}: {
  onClose: () => void
  onMade: (agent: { slug: string; name: string }) => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { person } = useSession()
  const { surroundings } = useStudio()
  const put = useMutation(trpc.agents.put.mutationOptions({ onError: () => undefined }))
  const [name, setName] = useState('')
  const [job, setJob] = useState('')
  const [instructions, setInstructions] = useState('')
  const [owner, setOwner] = useState(person.name)
  const [clearance, setClearance] = useState<Classification>('internal')
  const [categories, setCategories] = useState<Category[]>([])
  const [tier, setTier] = useState<ModelTier>('standard')
  const [autonomy, setAutonomy] = useState('1')
  const [tried, setTried] = useState(false)
  const missing = (text: string, words: string) => (tried && text.trim() === '' ? words : undefined)
  const save = async () => {
    setTried(true)
    if ([name, job, owner].some((text) => text.trim() === '')) return
    const slug = freeId(
      name,
      surroundings.agents.map((agent) => agent.slug.replaceAll('-', '_')),
    ).replaceAll('_', '-')
    try {
      await put.mutateAsync({
        create: true,
        agent: {
          slug,
          name,
          job,
          instructions,
          owner,
          clearance,
          categories,
          tier,
          models: [],
          tools: [],
          autonomy: Number(autonomy),
          claims: [],
        },
      })
      await Promise.all([
        queryClient.invalidateQueries(trpc.teams.surroundings.pathFilter()),
        queryClient.invalidateQueries(trpc.agents.pathFilter()),
      ])
      onMade({ slug, name: name.trim() })
      onClose()
    } catch {
      // Shown at its field; what was typed stays.
    }
  }
  const other = otherwise(put.error, FIELDS)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="md"
      title="New agent"
      description="An identity with a job, an accountable owner, and only the sight its job needs."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={put.isPending} onClick={() => void save()}>
            Add the agent
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div className="grid grid-cols-2 items-start gap-3">
          <FormField
            label="Name"
            required
            error={missing(name, 'A name colleagues will know it by') ?? problemAt(put.error, '/name')}
          >
            <Input value={name} autoFocus onChange={(event) => setName(event.target.value)} />
          </FormField>
          <FormField
            label="Owner"
            required
            error={missing(owner, 'The person who answers for it') ?? problemAt(put.error, '/owner')}
          >
            <Input value={owner} onChange={(event) => setOwner(event.target.value)} />
          </FormField>
        </div>
        <FormField
          label="Job"
          required
          hint="In a sentence."
          error={missing(job, 'What it does, in a sentence') ?? problemAt(put.error, '/job')}
        >
          <Input value={job} onChange={(event) => setJob(event.target.value)} />
        </FormField>
        <FormField label="Instructions" error={problemAt(put.error, '/instructions')}>
          <Textarea rows={3} value={instructions} onChange={(event) => setInstructions(event.target.value)} />
        </FormField>
        <div className="grid grid-cols-3 gap-3">
          <FormField label="Cleared up to" required>
            <Select value={clearance} options={CLEARANCES} onValueChange={setClearance} />
          </FormField>
          <FormField label="Model" required>
            <Select value={tier} options={TIERS} onValueChange={setTier} />
          </FormField>
          <FormField label="Autonomy" required>
            <Select value={autonomy} options={AUTONOMY} onValueChange={setAutonomy} />
          </FormField>
        </div>
        <fieldset>
          <legend className="font-label">Sees unmasked</legend>
          <div className="flex flex-wrap gap-x-4">
            {CATEGORIES.map((category) => (
              <Checkbox
                key={category}
                label={categoryLabel(category)}
                checked={categories.includes(category)}
                onCheckedChange={(on) =>
                  setCategories(
                    CATEGORIES.filter((each) => (each === category ? on : categories.includes(each))),
                  )
                }
              />
            ))}
          </div>
        </fieldset>
        {other && <ErrorState className="m-0" title={other} />}
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
