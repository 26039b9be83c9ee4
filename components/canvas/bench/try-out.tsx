'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { validateInstance } from '@/domain/contract/evaluate'
import { exampleOf } from '@/domain/contract/example'
import { isRecord } from '@/domain/contract/json-schema'
import { inputSchemaOf } from '@/domain/team/input-schema'
import type { Tried } from '@/domain/team/trial'
import type { DraftStore } from '../studio/draft-store'
import { useStudio } from '../studio/studio-context'
import type { Bench } from './bench-types'
import { pinOf } from './pin-list'
import { asInRun, TriedFields } from './tried-fields'
import { TryResult } from './try-result'
import type { Asked } from './use-test'

/** One try: what it begins with, which part of the team, what is pinned; and what came of it. */
export function TryOut({
  slug,
  asked,
  onTaken,
  bench,
  store,
  onRun,
  onKept,
}: {
  slug: string
  /** Which step the bench was opened on, and what for. */
  asked: Asked | undefined
  /** It is taken up; what is asked for next may be the same again. */
  onTaken: () => void
  bench: Bench
  store: DraftStore
  onRun: (id: string | null) => void
  onKept: () => void
}) {
  const { document, overlay } = useStudio()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayRun = useMay('run.start')
  const schema = inputSchemaOf(document)
  const [tried, setTried] = useState<Tried>(() => {
    const example = exampleOf(schema)
    return { input: isRecord(example) ? example : {} }
  })
  const [taken, setTaken] = useState<Asked>()
  const [trial, setTrial] = useState<string>()
  // What is laid over the canvas is what is looked at.
  const last = useQuery(trpc.bench.handed.queryOptions({ slug, ...(overlay && { run: overlay.id }) }))
  const start = useMutation(trpc.bench.start.mutationOptions({ onError: () => undefined }))
  const handed = last.data ?? undefined
  // Asked for from elsewhere, with what was handed on last; what was typed here stays.
  if (asked !== taken && last.isFetched) {
    setTaken(asked)
    setTried(asked ? opened(tried, asked) : tried)
  }
  useEffect(() => {
    if (asked && asked === taken) onTaken()
  }, [asked, taken, onTaken])
  function opened(now: Tried, { node, act }: Asked): Tried {
    const { from: _from, to: _to, ...whole } = now
    if (act !== 'pin') {
      const part = { ...whole, from: node, ...(act === 'this' && { to: node }) }
      return handed && now.pins === undefined ? asInRun(part, handed, document) : part
    }
    const pinned = document.nodes.find(({ id }) => id === node)
    return pinned ? { ...now, pins: { ...now.pins, [node]: pinOf(pinned, document.contracts, handed) } } : now
  }
  const misfits = validateInstance(schema, tried.input, { formats: 'assertion' })
  const problems = start.error ? problemsOf(start.error) : []
  const shown = bench.tries.find(({ id }) => id === trial)
  const act = async () => {
    if (!(await store.flush())) return
    try {
      const { id, run } = await start.mutateAsync({ slug, tried, revision: store.revision })
      setTrial(id)
      onRun(run)
      await queryClient.invalidateQueries(trpc.bench.get.pathFilter())
    } catch {
      // Shown below; what was typed stays.
    }
  }
  return (
    <div className="grid min-h-full grid-cols-[minmax(0,1fr)_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)]">
      <form
        className="grid grid-cols-[minmax(0,1fr)] content-start gap-3 border-r border-line p-3"
        onSubmit={(event) => {
          event.preventDefault()
          void act()
        }}
      >
        <TriedFields tried={tried} onTried={setTried} handed={handed} />
        {start.error && (
          <ErrorState className="m-0" title={messageOf(start.error)}>
            <ul>
              {problems.map(({ pointer, message }) => (
                <li key={pointer + message}>{message}</li>
              ))}
            </ul>
          </ErrorState>
        )}
        {mayRun && (
          <Button
            type="submit"
            variant="primary"
            icon={Play}
            className="justify-self-start"
            disabled={misfits.length > 0}
            busy={start.isPending}
          >
            Try it
          </Button>
        )}
      </form>
      <TryResult
        slug={slug}
        result={shown}
        onPin={(id, pin) => setTried({ ...tried, pins: { ...tried.pins, [id]: pin } })}
        onKept={onKept}
      />
    </div>
  )
}
