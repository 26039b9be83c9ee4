'use client'

import { CircleX, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CodeEditor } from '@/components/ui/code-editor'
import { FormField } from '@/components/ui/form-field'
import { Input, Textarea } from '@/components/ui/input'
import { SidePanel } from '@/components/ui/sheet'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { sentenceIsOld, type PolicyChange } from '@/domain/policy/cedar/changes'
import { placeIn } from '@/domain/policy/cedar/place'
import { policySchema, type Policy } from '@/domain/policy/cedar/policy'
import { OldSentence } from './old-sentence'
import type { FoundProblem } from './policy-types'

/** One policy: its sentence, its name, its text, and what is wrong with it. */
export function PolicyPanel({
  policy,
  change: against,
  names,
  problems,
  onChange,
  onRemove,
  onClose,
}: {
  policy: Policy
  /** Against what holds. */
  change: PolicyChange | undefined
  /** Of the others. */
  names: readonly string[]
  problems: readonly FoundProblem[]
  /** Absent where it may only be read. */
  onChange?: ((policy: Policy) => void) | undefined
  onRemove: () => void
  onClose: () => void
}) {
  useHotkeys([{ keys: 'Escape', label: 'Close the panel', run: onClose }])
  const readOnly = onChange === undefined
  // A name that is not one yet, or another's, is nobody's: only what can stand is taken over.
  const [name, setName] = useState(policy.id)
  const isFree = !names.includes(name)
  const rename = (id: string) => {
    setName(id)
    if (!names.includes(id) && policySchema.shape.id.safeParse(id).success) change({ id })
  }
  const change = (part: Partial<Policy>) => onChange?.({ ...policy, ...part })
  return (
    <SidePanel
      title={policy.id}
      label={`Policy ${policy.id}`}
      onClose={onClose}
      className="w-150 max-lg:w-110"
      actions={
        !readOnly && (
          <Button variant="ghost" icon={Trash2} onClick={onRemove}>
            Remove
          </Button>
        )
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        {readOnly ? (
          <p>{policy.title}</p>
        ) : (
          <>
            <FormField
              label="In a sentence"
              required
              hint="For those who do not read Cedar. It stands beside whatever this policy decides."
              error={issueOf(policy, 'title')}
            >
              <Textarea
                rows={2}
                value={policy.title}
                onChange={(event) => change({ title: event.target.value })}
              />
            </FormField>
            {sentenceIsOld(against) && <OldSentence />}
            <FormField
              label="Name"
              required
              hint="The record names it as the reason of a decision."
              error={isFree ? issueOf({ ...policy, id: name }, 'id') : 'Another policy has this name.'}
            >
              <Input className="font-mono" value={name} onChange={(event) => rename(event.target.value)} />
            </FormField>
          </>
        )}
        <Text policy={policy} problems={problems} onChange={readOnly ? undefined : change} />
      </div>
    </SidePanel>
  )
}

function Text({
  policy: { text },
  problems,
  onChange,
}: {
  policy: Policy
  problems: readonly FoundProblem[]
  onChange: ((part: Partial<Policy>) => void) | undefined
}) {
  const placed = useMemo(
    () =>
      problems.map((problem) => ({
        ...problem,
        place: problem.start === undefined ? undefined : placeIn(text, problem.start, problem.end ?? 0),
      })),
    [problems, text],
  )
  const faults = useMemo(() => placed.flatMap(({ place }) => (place ? [place] : [])), [placed])
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2" aria-label="Its text">
      <FormField label="In Cedar" required>
        <CodeEditor
          value={text}
          language="cedar"
          label="In Cedar"
          faults={faults}
          readOnly={!onChange}
          minHeight="180px"
          maxHeight="52vh"
          {...(onChange && { onValueChange: (next: string) => onChange({ text: next }) })}
        />
      </FormField>
      <ul aria-label="Problems" aria-live="polite" className="grid gap-1.5">
        {placed.map(({ message, help, place }, index) => (
          <li key={index} className="grid grid-cols-[16px_minmax(0,1fr)] gap-1.5 text-failed-fg">
            <CircleX className="mt-0.5 size-3.5" aria-hidden />
            <span className="[overflow-wrap:anywhere]">
              {place && <b className="font-label">Line {place.line}: </b>}
              {message}
              {help && <span className="text-fg-2"> {help}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const issueOf = (policy: Policy, field: 'id' | 'title'): string | undefined =>
  policySchema.shape[field].safeParse(policy[field]).success
    ? undefined
    : {
        id: 'Lower-case letters, digits, dots and hyphens, a letter first.',
        title: 'Say in a sentence what it does, in 200 letters at most.',
      }[field]
