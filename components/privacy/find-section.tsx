'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonList } from '@/components/ui/skeleton'
import { EraseDialog, type Asked } from './erase-dialog'
import { ErasedNote } from './erased-note'
import { FoundList } from './found-list'
import type { SubjectInput } from './privacy-types'
import { isSomebody, NOBODY_YET, SubjectFields, subjectOf } from './subject-fields'

const FIELDS = ['/subject/emails', '/subject/phones', '/subject/names', '/subject/ids']

/** Looks for a person, and erases what is found. What is typed stands in no address and no history. */
export function FindSection({ secondPerson }: { secondPerson: boolean }) {
  const trpc = useTRPC()
  const [typed, setTyped] = useState(NOBODY_YET)
  const [asked, setAsked] = useState<SubjectInput>()
  const [leftOut, setLeftOut] = useState<readonly string[]>([])
  const [erasing, setErasing] = useState(false)
  const [erased, setErased] = useState<Asked>()
  const find = useMutation(
    trpc.privacy.find.mutationOptions({
      onError: () => undefined,
      // What cannot be erased now is left out, until somebody says otherwise.
      onSuccess: ({ runs }) =>
        setLeftOut(runs.filter(({ over, held }) => !over || held).map(({ run }) => run)),
    }),
  )
  const search = (subject: SubjectInput) => {
    setAsked(subject)
    setErased(undefined)
    find.mutate({ subject })
  }
  const message = otherwise(find.error, FIELDS)
  const found = find.data
  const nothing = found && found.runs.length === 0 && found.elsewhere.length === 0
  const chosen = found ? found.runs.length - leftOut.length : 0
  return (
    <section aria-labelledby="find" className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
      <div>
        <h2 id="find" className="font-strong">
          Find a person
        </h2>
        <p className="text-fg-2">
          By any of these, several with a semicolon between them. Case, accents and blanks do not count; whole
          words do.
        </p>
      </div>
      <form
        noValidate
        className="grid max-w-160 gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (isSomebody(typed)) search(subjectOf(typed))
        }}
      >
        <SubjectFields value={typed} onChange={setTyped} error={find.error} at="/subject" />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="primary" disabled={!isSomebody(typed)} busy={find.isPending}>
            Find
          </Button>
          <span className="text-12 text-fg-3">That you looked goes on the record; for whom does not.</span>
        </div>
      </form>
      {message && (
        <ErrorState title="Nothing was looked for" className="m-0">
          {message}
        </ErrorState>
      )}
      {find.isPending && <SkeletonList rows={3} />}
      {erased && <ErasedNote erasure={erased} />}
      {nothing && (
        <EmptyState title="Nothing that can be erased names them" className="m-0">
          Try another spelling of the name, or the number your own systems know them by.
        </EmptyState>
      )}
      {found && !find.isPending && (
        <>
          <FoundList
            found={found}
            leftOut={leftOut}
            onLeaveOut={(run, out) =>
              setLeftOut(out ? [...leftOut, run] : leftOut.filter((other) => other !== run))
            }
          />
          {!nothing && asked && (
            <div className="flex flex-wrap items-center gap-3">
              <Button onClick={() => setErasing(true)}>
                {chosen > 0 ? `Erase in ${counted(chosen, 'run')}…` : 'Erase outside of runs…'}
              </Button>
              {leftOut.length > 0 && (
                <span className="text-12 text-fg-3">
                  {counted(leftOut.length, 'run')} left out: what is under way or held cannot be erased.
                </span>
              )}
            </div>
          )}
        </>
      )}
      {erasing && asked && (
        <EraseDialog
          subject={asked}
          leftOut={leftOut}
          runs={chosen}
          secondPerson={secondPerson}
          onClose={() => setErasing(false)}
          onDone={(erasure) => {
            // Looking again would stand on the record as somebody's search.
            find.reset()
            setErased(erasure)
          }}
        />
      )}
    </section>
  )
}
